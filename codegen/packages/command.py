"""`python -m codegen models --spec FILE --operations a,b --out DIR`: classes for your own provider.

FILE (or an address) is any OpenAPI 3.x document; Google discovery documents and botocore service
models do as well. DIR becomes a package: `models` with attrs classes, `operations` with a typed
constant per call. Run it again when the document changes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..documents import UnreadableError, read
from .write import package


def main(arguments: Sequence[str]) -> int:
    """Write the package; the exit status is 2 where the document or a name in it is not there."""
    chosen = _parser().parse_args(arguments)
    try:
        document = read(chosen.spec)
        files = package(document, _names(chosen.operations), _names(chosen.schemas))
    except (UnreadableError, LookupError) as error:
        print(error.args[0], file=sys.stderr)
        return 2
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        if name != "__init__.py" or not (chosen.out / name).exists():
            (chosen.out / name).write_text(text, "utf-8")
    for defect in document.defects:
        print(f"defect: {defect}", file=sys.stderr)
    classes = files["models.py"].count("@model")
    print(f"{chosen.out}: {classes} classes of {document.title or chosen.spec}")
    return 0


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m codegen models",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--spec", required=True, metavar="FILE_OR_URL", help="the description")
    parser.add_argument("--operations", default="", help="names of operations, by comma (all)")
    parser.add_argument("--schemas", default="", help="further schemas, such as streamed events")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="the package")
    return parser
