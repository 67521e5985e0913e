"""What a source may not say, because its twin would be wrong or differ between Pythons."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from itertools import pairwise

from .twin_names import BANNED_MODULES, BANNED_NAMES, BUILT_IN, is_async_name

Finding = tuple[int, str]
_ASYNC_TYPE = re.compile(r"\b(Async(Iterator|Iterable|Generator)|Awaitable|Coroutine)\[")


def lint(text: str, names: Mapping[str, str]) -> list[Finding]:
    """Line and remedy of everything in `text` that does not survive the conversion.

    Args:
        text: A Python module that parses.
        names: Every name that will be mapped, and its twin's name.
    """
    tree = ast.parse(text)
    found: list[Finding] = []
    for node in ast.walk(tree):
        found += _imports(node)
        found += _names(node, names)
        found += _f_strings(node, names)
        found += _chains(node)
        found += _quoted_types(node)
        found += _doubled_methods(node, names)
    found += _shadows(tree, names)
    found += _tight_await(text)
    return sorted(set(found))


def _imports(node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Import):
        modules = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.level == 0:
        modules = [node.module or ""]
        if node.module == "ai_sdk" and any(alias.name == "aio" for alias in node.names):
            yield node.lineno, "`from ai_sdk import aio`: write `import ai_sdk.aio as ai`"
    else:
        return
    for module in modules:
        if module.split(".")[0] in BANNED_MODULES:
            yield node.lineno, f"import of {module}: take it from ai_sdk.concurrency.async_"


def _names(node: ast.AST, names: Mapping[str, str]) -> Iterator[Finding]:
    for line, name in _spelled(node):
        if name in BANNED_NAMES:
            yield line, f"{name} has no twin: {BANNED_NAMES[name]}"
        elif is_async_name(name) and name not in names:
            yield line, f"{name} has no twin's name: add it to NAMES in codegen/twin_names.py"


def _spelled(node: ast.AST) -> list[tuple[int, str]]:
    """The names that this very node spells."""
    match node:
        case ast.Name():
            return [(node.lineno, node.id)]
        case ast.Attribute():
            return [(node.lineno, node.attr)]
        case ast.Import() | ast.ImportFrom():
            parts = [alias.name.split(".") for alias in node.names]
            spelled = [(node.lineno, part) for group in parts for part in group]
            return spelled + [(node.lineno, a.asname) for a in node.names if a.asname]
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return [(node.lineno, node.name)]
        case ast.arg() | ast.keyword():
            return [(node.lineno, node.arg)] if node.arg else []
        case _:
            return []


def _f_strings(node: ast.AST, names: Mapping[str, str]) -> Iterator[Finding]:
    if not isinstance(node, ast.JoinedStr):
        return
    for part in node.values:
        if not isinstance(part, ast.FormattedValue):
            continue
        for inner in ast.walk(part.value):
            if isinstance(inner, ast.Await) or getattr(inner, "is_async", False):
                yield node.lineno, "`await` in an f-string: give the value a name first"
            spelled = [name for _, name in _spelled(inner)]
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                spelled.append(inner.value)
            for name in spelled:
                if name in names or is_async_name(name):
                    yield node.lineno, f"{name} in an f-string: give the value a name first"


def _chains(node: ast.AST) -> Iterator[Finding]:
    match node:
        case ast.Attribute(value=ast.Await()) | ast.Subscript(value=ast.Await()):
            chained = True
        case ast.Call(func=ast.Await()) | ast.Await(value=ast.Await()):
            chained = True
        case _:
            chained = False
    if chained:
        line: int = getattr(node, "lineno", 0)
        yield line, "chained await: give the awaited value a name first"


def _quoted_types(node: ast.AST) -> Iterator[Finding]:
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return
    if _ASYNC_TYPE.search(node.value) and _is_expression(node.value):
        yield node.lineno, "quoted asynchronous type: take the quotes away"


def _is_expression(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return True


def _doubled_methods(node: ast.AST, names: Mapping[str, str]) -> Iterator[Finding]:
    if not isinstance(node, ast.ClassDef):
        return
    seen: dict[str, str] = {}
    for each in node.body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            twin = names.get(each.name, each.name)
            if seen.setdefault(twin, each.name) != each.name:
                yield each.lineno, f"{each.name} and {seen[twin]} would both be {twin}: rename one"


def _shadows(tree: ast.Module, names: Mapping[str, str]) -> Iterator[Finding]:
    """Classes whose twin's name means something else in the same module already."""
    used: dict[str, int] = {}
    for node in ast.walk(tree):
        for name, line in _bound(node):
            used.setdefault(name, line)
    for name, line in used.items():
        twin = names.get(name, name)
        if is_async_name(name) and name not in BUILT_IN and twin != name and twin in used:
            yield line, f"{name} becomes {twin}, which line {used[twin]} has already: rename one"


def _bound(node: ast.AST) -> list[tuple[str, int]]:
    match node:
        case ast.Name():
            return [(node.id, node.lineno)]
        case ast.Import() | ast.ImportFrom():
            return [((a.asname or a.name).split(".")[0], node.lineno) for a in node.names]
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return [(node.name, node.lineno)]
        case ast.arg():
            return [(node.arg, node.lineno)]
        case _:
            return []


def _tight_await(text: str) -> Iterator[Finding]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    for one, two in pairwise(tokens):
        if one.type == tokenize.NAME and one.string in ("async", "await") and one.end == two.start:
            yield one.start[0], f"`{one.string}{two.string}`: put a space after {one.string}"
