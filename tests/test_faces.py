"""The two faces: lazy, complete, alike."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ai_sdk
import ai_sdk.aio

SOURCE = Path(ai_sdk.__file__).parent
FACES = {"ai_sdk": ai_sdk, "ai_sdk.aio": ai_sdk.aio}
ONLY_SYNC = {"aio"}


def neutral(name: str) -> str:
    return re.sub(r"\bAsync(?=[A-Z])", "", name)


def lazy_names(module: object) -> set[str]:
    table = module._LAZY  # type: ignore[attr-defined]
    return {name.partition("=")[0] for names in table.values() for name in names}


def typed_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.If):
            for line in node.body:
                if isinstance(line, ast.ImportFrom) and line.level:
                    found |= {alias.asname or alias.name for alias in line.names}
    return found


@pytest.mark.parametrize("face", FACES)
def test_table_all_and_typed_imports_agree(face: str) -> None:
    module = FACES[face]
    path = SOURCE / ("__init__.py" if face == "ai_sdk" else "aio.py")
    extra = ONLY_SYNC if face == "ai_sdk" else set()

    assert set(module.__all__) == lazy_names(module) | extra == typed_names(path)
    assert sorted(module.__all__) == list(module.__all__) == dir(module)


@pytest.mark.parametrize("face", FACES)
def test_every_name_loads(face: str) -> None:
    module = FACES[face]
    for name in module.__all__:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = module.nonsense


def test_both_faces_have_the_same_names() -> None:
    assert set(ai_sdk.__all__) - ONLY_SYNC == {neutral(name) for name in ai_sdk.aio.__all__}


def test_values_are_shared_and_functions_are_not() -> None:
    for name in ai_sdk.aio.__all__:
        mine, theirs = getattr(ai_sdk.aio, name), getattr(ai_sdk, neutral(name))
        coloured = "_async" in getattr(mine, "__module__", "")
        assert (mine is not theirs) == coloured, name


def coloured_functions() -> list[str]:
    return [
        name
        for name in ai_sdk.aio.__all__
        if "._async" in getattr(getattr(ai_sdk.aio, name), "__module__", "")
    ]


def shape(thing: object) -> list[str]:
    """Names, kinds, defaults and annotations of the parameters, modulo colour."""
    return [
        f"{p.kind}:{p.name}:{neutral(str(p.annotation))}:{p.default!r}"
        for p in inspect.signature(thing).parameters.values()  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("name", coloured_functions())
def test_signatures_agree(name: str) -> None:
    mine, theirs = getattr(ai_sdk.aio, name), getattr(ai_sdk, neutral(name))

    assert shape(mine) == shape(theirs)
    if inspect.isclass(mine):
        public = {n for n in dir(mine) if not n.startswith("_")}
        other = {n for n in dir(theirs) if not n.startswith("_")}
        assert {n.removeprefix("a") if n == "aclose" else n for n in public} == other


@pytest.mark.parametrize("face", FACES)
def test_importing_loads_nothing_else(face: str) -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        f"import {face}\n"
        "print('\\n'.join(sorted(set(sys.modules) - before)))\n"
    )
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert set(loaded) <= {"ai_sdk", "ai_sdk.aio", "__future__"}


def test_every_export_has_a_docstring() -> None:
    exports = {name: getattr(ai_sdk, name) for name in ai_sdk.__all__}
    described = {n: e for n, e in exports.items() if inspect.isclass(e) or inspect.isroutine(e)}

    assert [name for name, each in described.items() if not inspect.getdoc(each)] == []


def test_every_public_function_shows_an_example() -> None:
    functions = [getattr(ai_sdk, n) for n in ai_sdk.__all__]
    bare = [
        f.__name__
        for f in functions
        if inspect.isfunction(f) and "Example:" not in (f.__doc__ or "")
    ]
    assert bare == []


def test_the_version_is_that_of_the_distribution() -> None:
    assert importlib.import_module("importlib.metadata").version("ai-sdk") == ai_sdk.__version__
