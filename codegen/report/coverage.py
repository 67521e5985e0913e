"""Counts about one provider: its spec, the classes made of it, what waits for words, what drifted."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

from ..documents import Document, read
from ..drift.compare import compare
from ..drift.findings import SEVERITIES, Finding
from ..drift.upstream import upstream_of
from ..models import FILE, WIRE
from ..targets import Target, targets

_MARK = re.compile(r"# review\b")


class Call(NamedTuple):
    """One operation: its name, how it is addressed, which wire module serves it."""

    name: str
    address: str
    module: str


class Coverage(NamedTuple):
    """What is known of one provider.

    `drift` is None where the provider's own document is not at hand.
    """

    target: Target
    revision: str
    calls: tuple[Call, ...]
    schemas: int
    classes: int
    fields: int
    options: int
    marks: int
    drift: list[Finding] | None


def coverages(root: Path, upstream: Path | None) -> list[Coverage]:
    """Every provider's coverage.

    Args:
        root: The project.
        upstream: The folder with the providers' own documents; None where there is none.
    """
    return [coverage(target, root, upstream) for target in targets(root).values()]


def coverage(target: Target, root: Path, upstream: Path | None) -> Coverage:
    """One provider's coverage."""
    document = read(root / target.spec)
    modules = [root / WIRE / folder / FILE for folder in target.modules]
    options = root / WIRE / f"{target.provider}_options" / FILE
    counts = [_classes(path) for path in modules]
    return Coverage(
        target,
        document.version,
        tuple(_calls(document, target)),
        len(document.schemas),
        sum(classes for classes, _ in counts),
        sum(fields for _, fields in counts),
        _options(options, target),
        len(_MARK.findall((root / target.spec).read_text("utf-8"))),
        _drift(target, document, upstream),
    )


def _calls(document: Document, target: Target) -> list[Call]:
    named = {each.name: each for each in document.operations.values()}
    return [
        Call(name, f"{named[name].method} {named[name].path}", folder)
        for folder, names in target.modules.items()
        for name in names
    ]


def _classes(path: Path) -> tuple[int, int]:
    """Wire classes of a module, and fields of all of them."""
    if not path.exists():
        return 0, 0
    found = [
        each for each in ast.parse(path.read_text("utf-8")).body if isinstance(each, ast.ClassDef)
    ]
    return len(found), sum(_fields(each) for each in found)


def _fields(node: ast.ClassDef) -> int:
    names = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
    return sum(isinstance(each, ast.Name) and each.id != "__wire__" for each in names)


def _options(path: Path, target: Target) -> int:
    """Fields of the TypedDicts that are offered as options."""
    if not path.exists():
        return 0
    offered = {row.name for row in target.options}
    found = [
        each for each in ast.parse(path.read_text("utf-8")).body if isinstance(each, ast.ClassDef)
    ]
    return sum(_fields(each) for each in found if each.name in offered)


def _drift(target: Target, ours: Document, upstream: Path | None) -> list[Finding] | None:
    named = target.upstream.get("file")
    path = upstream / named if upstream and named else None
    if path is None or not path.exists():
        return None
    return compare(ours, read(path), upstream_of(target.upstream)).findings


def by_severity(findings: list[Finding]) -> dict[str, int]:
    """How many findings of each severity."""
    return {
        severity: sum(each.severity == severity for each in findings) for severity in SEVERITIES
    }
