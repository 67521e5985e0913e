"""`python -m codegen adopt PROVIDER --upstream FILE --operation NAME`: one more operation of theirs.

Writes the operation and the schemas it needs into our spec: facts only, descriptions empty and
marked for review. Then name the module that serves it in specs/PROVIDER.toml and `make generate`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from ..documents import Document, Operation, UnreadableError, read
from ..targets import ROOT, targets
from .borrowing import Borrower
from .compare import compare
from .slicing import written
from .upstream import upstream_of
from .writing import SpecText, commented


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Adopt one operation; the exit status is 2 where there is none of that name."""
    chosen = _parser(root).parse_args(arguments)
    target = targets(root)[chosen.provider]
    path = root / target.spec
    try:
        ours, theirs = read(path), read(chosen.upstream)
        operation = _found(theirs, chosen.operation)
    except (UnreadableError, LookupError) as error:
        print(error.args[0], file=sys.stderr)
        return 2
    name = chosen.name or operation.name
    if any(each.name == name for each in ours.operations.values()):
        print(f"{target.spec.as_posix()} has an operation {name} already", file=sys.stderr)
        return 2
    names = compare(ours, theirs, upstream_of(target.upstream)).schemas
    borrower = Borrower(theirs, names, set(ours.schemas))
    operation = operation._replace(path=operation.path.removeprefix(ours.base))
    path.write_text(_adopted(path.read_text("utf-8"), operation, name, borrower), "utf-8")
    print(f"{target.spec.as_posix()}: {name} ({operation.method} {operation.path})")
    print(
        f"next: put it into [modules] of specs/{target.provider}.toml, and words where it says review"
    )
    return 0


def _found(theirs: Document, wanted: str) -> Operation:
    named = {each.name: each for each in theirs.operations.values()} | theirs.operations
    if wanted in named:
        return named[wanted]
    near = get_close_matches(wanted, named, 3)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise LookupError(f"the document has no operation {wanted}{hint}")


def _adopted(text: str, operation: Operation, name: str, borrower: Borrower) -> str:
    """The spec's text with the operation, and with the schemas it brought in their places."""
    spec = SpecText(text)
    node = commented(written(operation, borrower, name))
    for answer in node["responses"].values():
        answer.yaml_add_eol_comment("review", "description")
    spec.data["paths"].setdefault(operation.path, commented({}))
    item = spec.data["paths"][operation.path]
    item[operation.method.lower()] = node
    item.fa.set_block_style()
    schemas = spec.data["components"]["schemas"]
    for schema, body in borrower.schemas.items():
        place = sum(each < schema for each in schemas)
        schemas.insert(place, schema, commented(body, marked=True))
    return spec.edited()


def _parser(root: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m codegen adopt",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("provider", choices=list(targets(root)), help="whose spec of ours")
    parser.add_argument("--upstream", required=True, metavar="FILE_OR_URL")
    parser.add_argument("--operation", required=True, help='theirs, by id or "METHOD /path"')
    parser.add_argument("--as", dest="name", default="", help="our name for it; theirs by default")
    return parser
