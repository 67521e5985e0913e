"""Reading a spec: load, follow references, and name what an operation sends and receives."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

Node = dict[str, Any]
PREFIX = "#/components/schemas/"


def load(path: Path) -> Node:
    """The document at `path` (YAML, or JSON which is YAML too)."""
    document: Node = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return document


def fingerprint(path: Path) -> str:
    """The first 12 hex digits of the file's sha256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def reference(node: Any) -> str | None:
    """The schema name that `node` itself refers to."""
    target = node.get("$ref") if isinstance(node, dict) else None
    return target.removeprefix(PREFIX) if isinstance(target, str) else None


def references(node: Any) -> Iterator[str]:
    """Every schema name referred to from `node`, at any depth."""
    if name := reference(node):
        yield name
    children: Iterable[Any] = node.values() if isinstance(node, dict) else node
    if isinstance(node, (dict, list)):
        for child in children:
            yield from references(child)


def closure(
    roots: Iterable[str], schemas: Node, prepare: Callable[[Node], Node] = lambda node: node
) -> set[str]:
    """`roots` and every schema they reach, looking at each schema through `prepare`."""
    reached: set[str] = set()
    todo = list(roots)
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += references(prepare(schemas[name]))
    return reached


def operation_roots(document: Node, wanted: Iterable[str]) -> tuple[set[str], set[str]]:
    """Names of the schemas that the wanted operations send, and of those they receive."""
    found = {
        operation["operationId"]: operation
        for item in document["paths"].values()
        for operation in item.values()
    }
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise LookupError(f"the spec has no operation {', '.join(missing)}")
    sent: set[str] = set()
    received: set[str] = set()
    for name in wanted:
        sent.update(references(found[name].get("requestBody", {})))
        received.update(references(found[name]["responses"]))
    return sent, received


def renamed(node: Any, names: Callable[[str], str]) -> Any:
    """A copy of `node` whose references go through `names`."""
    if isinstance(node, list):
        return [renamed(child, names) for child in node]
    if not isinstance(node, dict):
        return node
    if name := reference(node):
        return {**node, "$ref": PREFIX + names(name)}
    return {key: renamed(child, names) for key, child in node.items()}
