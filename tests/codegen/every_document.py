"""`codegen models --spec` on every API description of a folder: what comes of it, as a table.

    python -m tests.codegen.every_document [FOLDER] [--only WORD] [--types]

For each document: the classes, the seconds to make them, the milliseconds to import them, and what
failed. A package is imported, every class built, and an example of each with its optional and
nested members structured and given back; `--types` has mypy read the whole of it, strictly.
"""

from __future__ import annotations

import argparse
import copy
import importlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, NamedTuple, get_args, get_origin

import attrs

from ai_sdk.wire._model import is_model
from ai_sdk.wire.kit import Raw, structure, unstructure
from codegen.documents import UnreadableError, read
from codegen.packages.write import package
from tests.recordings.records import shared_folder
from tests.unit.wire_samples import UNKNOWN_TAG, fields, is_tag, members

_DEEP = 2
_SCALARS: dict[Any, Any] = {str: "words", int: 7, float: 0.5, bool: False, bytes: "words"}
_TIMED = (
    "import ai_sdk.wire.kit, time; t = time.perf_counter();"
    "import {0}.models; print(time.perf_counter() - t)"
)


class Row(NamedTuple):
    """What came of one document."""

    document: str
    format: str
    classes: int
    seconds: float
    import_ms: float
    failures: tuple[str, ...]


def documents(folder: Path) -> Iterator[Path]:
    """The files of a folder that may be descriptions."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".json", ".yaml", ".yml"):
            yield path


def written(source: Path, folder: Path, name: str) -> tuple[str, float]:
    """Write the package of a description below `folder`; its format, and the seconds it took."""
    begun = time.perf_counter()
    document = read(source)
    files = package(document)
    seconds = time.perf_counter() - begun
    (folder / name).mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (folder / name / file).write_text(text, "utf-8")
    return document.format, seconds


def tried(module: ModuleType) -> tuple[int, list[str]]:
    """Build every class of a module and take an example of each through both converters."""
    failures: list[str] = []
    classes = [each for each in vars(module).values() if _is_own(each, module)]
    for cls in classes:
        try:
            _round_trip(cls)
        except Exception as error:
            failures.append(f"{cls.__name__}: {type(error).__name__}: {error}"[:200])
    return len(classes), failures


def _is_own(each: Any, module: ModuleType) -> bool:
    return isinstance(each, type) and each.__module__ == module.__name__


def _round_trip(cls: type) -> None:
    attrs.fields(cls)
    rng = random.Random(cls.__name__)
    for _ in range(3):
        sample = _example(cls, rng)
        made = structure(copy.deepcopy(sample), cls)
        assert isinstance(made, cls), "an example did not become an object"
        assert unstructure(made) == sample, f"an example did not come back as it was: {sample}"


def _example(kind: Any, rng: random.Random, depth: int = 0) -> Any:
    """JSON of a kind: every field of a class, down to objects of objects, then tags only."""
    member = rng.choice(members(kind) or [None])
    origin, args = get_origin(member), get_args(member)
    if origin is Literal:
        return rng.choice(args)
    if origin is list:
        return [_example(args[0], rng, depth)]
    if origin is dict:
        return {"key": _example(args[1], rng, depth)}
    if is_model(member):
        return {
            name: _example(each, rng, depth + 1)
            for name, each in fields(member).items()
            if depth < _DEEP or is_tag(member, name)
        }
    if member is None:
        return None
    return {"type": UNKNOWN_TAG, "x": [1]} if member is Raw else _SCALARS.get(member, {"free": [1]})


def row(source: Path, shown: str, folder: Path, name: str) -> Row | None:
    """All about one document; None for one that is of no kind we read."""
    try:
        kind, seconds = written(source, folder, name)
    except UnreadableError:
        return None
    except Exception as error:
        return Row(shown, "", 0, 0, 0, (f"{type(error).__name__}: {error}"[:300],))
    sys.path.insert(0, str(folder))
    try:
        module = importlib.import_module(f"{name}.models")
        importlib.import_module(f"{name}.operations")
    except Exception as error:
        return Row(shown, kind, 0, seconds, 0, (f"import: {type(error).__name__}: {error}"[:300],))
    finally:
        sys.path.remove(str(folder))
    classes, failures = tried(module)
    return Row(shown, kind, classes, seconds, _import_ms(folder, name), tuple(failures))


def _import_ms(folder: Path, name: str) -> float:
    """The least of three imports in fresh processes, compiled before."""
    code = _TIMED.format(name)
    runs = [
        subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
        for _ in range(3)
    ]
    return min(float(each.stdout or "nan") for each in runs) * 1000


def type_errors(folder: Path) -> tuple[str, list[str]]:
    """What mypy says of all packages of a folder, strictly: its last line, and the errors."""
    names = sorted(path.name for path in folder.iterdir() if (path / "models.py").exists())
    chosen = [word for name in names for word in ("-p", name)]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *chosen],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    lines = (done.stdout or done.stderr).splitlines()
    return lines[-1], [line for line in lines[:-1] if "error:" in line]


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.codegen.every_document")
    parser.add_argument("folder", nargs="?", type=Path, help="the shared folder's upstream/")
    parser.add_argument("--only", default="", help="documents whose path has this word")
    parser.add_argument("--types", action="store_true", help="type-check what was written")
    chosen = parser.parse_args(arguments)
    folder = chosen.folder or shared_folder() / "upstream"
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as out:
        print(f"{'document':<58} {'format':<22} classes  seconds  import ms  failures")
        for n, path in enumerate(documents(folder)):
            shown = path.relative_to(folder).as_posix()
            made = row(path, shown, Path(out), f"package_{n}") if chosen.only in shown else None
            if made is not None:
                rows.append(made)
                print(_line(made), flush=True)
        said, errors = type_errors(Path(out)) if chosen.types else ("", [])
    classes, failed = sum(each.classes for each in rows), sum(bool(each.failures) for each in rows)
    print(f"{len(rows)} documents, {classes} classes, {failed} documents with failures")
    if chosen.types:
        print("\n".join((f"mypy --strict: {said}", *errors[:20])))
    return int(failed > 0 or (chosen.types and not said.startswith("Success")))


def _line(made: Row) -> str:
    first = f"  {made.failures[0]}" if made.failures else ""
    return (
        f"{made.document:<58} {made.format:<22} {made.classes:>7}  {made.seconds:>7.1f}"
        f"  {made.import_ms:>9.1f}  {len(made.failures):>8}{first}"
    )


if __name__ == "__main__":
    sys.exit(main())
