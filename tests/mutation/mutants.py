"""Where a module is changed: every mutant of its source, with the words that describe it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType
from typing import Any, NamedTuple

from .changes import replacements

__all__ = ["Mutant", "compiled", "mutants_of"]

_QUIET = {"annotation", "returns", "decorator_list", "type_comment"}  # fields without behaviour
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")


class Mutant(NamedTuple):
    """One change of one module.

    Attributes:
        lines: those of the statement that it changes.
        anew: it is no change within a function, so that the module must be imported anew.
        scope: the function or class around it.
        before: the statement, or its head.
        after: the same, changed.
        place: owner, field and index of the node that is replaced.
        node: what comes there.
    """

    lines: range
    anew: bool
    scope: str
    before: str
    after: str
    place: tuple[ast.AST, str, int | None]
    node: ast.AST

    @property
    def change(self) -> str:
        """What is changed, in one line."""
        return f"{self.before}  ->  {self.after}"


def mutants_of(tree: ast.Module) -> list[Mutant]:
    """All mutants of a module, in the order of the source; none twice."""
    found: dict[tuple[range, str], Mutant] = {}
    for mutant in _below(tree, _Around(tree, False, "")):
        if mutant.before != mutant.after:
            found.setdefault((mutant.lines, mutant.after), mutant)
    return sorted(found.values(), key=lambda mutant: mutant.lines.start)


def compiled(tree: ast.Module, mutant: Mutant, filename: str) -> CodeType:
    """The changed module; the tree stays changed."""
    _put(mutant.place, mutant.node)
    return compile(ast.fix_missing_locations(tree), filename, "exec")


class _Around(NamedTuple):
    """Where a node stands: its statement, whether a function runs that, and its scope."""

    statement: ast.AST
    in_function: bool
    scope: str


def _below(node: ast.AST, around: _Around) -> Iterator[Mutant]:
    for place, child in _children(node):
        if _says_nothing(child, place):
            continue
        inside = _inside(child, around, node)
        for other in replacements(child, in_function=inside.in_function):
            yield _mutant(place, child, other, inside)
        yield from _below(child, inside)


def _inside(node: ast.AST, around: _Around, owner: ast.AST) -> _Around:
    if not isinstance(node, (ast.stmt, ast.ExceptHandler)):
        return around
    scope, in_function = around.scope, around.in_function
    if owner is around.statement and isinstance(owner, (*_FUNCTIONS, ast.ClassDef)):
        scope = f"{scope}.{owner.name}".lstrip(".")
        in_function = in_function or isinstance(owner, _FUNCTIONS)
    return _Around(node, in_function, scope)


def _children(node: ast.AST) -> Iterator[tuple[tuple[ast.AST, str, int | None], ast.AST]]:
    for name, value in ast.iter_fields(node):
        if name in _QUIET:
            continue
        if isinstance(value, ast.AST):
            yield (node, name, None), value
        elif isinstance(value, list):
            for index, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield (node, name, index), each


def _says_nothing(node: ast.AST, place: tuple[ast.AST, str, int | None]) -> bool:
    """Code that does nothing when the program runs: words, names, notes for type checkers."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assert() | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="logger")))):
            return True
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar"))):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__" | "__slots__" | "__match_args__")]):
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError"))):
            return True
        case ast.Constant():
            owner = place[0]
            return isinstance(owner, ast.Call) and getattr(owner.func, "id", "") == "cast"
    return False


def _mutant(
    place: tuple[ast.AST, str, int | None], node: ast.AST, other: ast.AST, around: _Around
) -> Mutant:
    statement = around.statement
    before = _head(statement)
    _put(place, other)
    after = _head(other if node is statement else statement)
    _put(place, node)
    first: int = getattr(statement, "lineno", 1)
    inner = [each.lineno for name in _BLOCKS for each in getattr(statement, name, ())[:1]]
    last = max(first, min(inner) - 1) if inner else getattr(statement, "end_lineno", None) or first
    lines = range(first, last + 1)
    return Mutant(lines, not around.in_function, around.scope, before, after, place, other)


def _put(place: tuple[ast.AST, str, int | None], node: ast.AST) -> None:
    owner, name, index = place
    if index is None:
        setattr(owner, name, node)
    else:
        getattr(owner, name)[index] = node


def _head(statement: ast.AST) -> str:
    """A statement in one line; of one with others inside, its head."""
    shown: Any = ast.Module([], [])
    blocks = {name: getattr(statement, name) for name in _BLOCKS if hasattr(statement, name)}
    for name in blocks:
        setattr(statement, name, [])
    shown = ast.unparse(ast.fix_missing_locations(statement))
    for name, block in blocks.items():
        setattr(statement, name, block)
    return " ".join(shown.split())
