"""What is changed: for a node of the syntax tree, the nodes that may stand in its place."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

__all__ = ["replacements"]

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_PAIRS = (
    ("min", "max"), ("any", "all"), ("lower", "upper"), ("lstrip", "rstrip"), ("find", "rfind"),
    ("startswith", "endswith"), ("removeprefix", "removesuffix"),
)  # fmt: skip
_NAMES = {**dict(_PAIRS), **{b: a for a, b in _PAIRS}}
_PLAIN_STATEMENTS = (ast.Assign, ast.AugAssign, ast.Raise, ast.Delete, ast.Continue, ast.Break)


def replacements(node: ast.AST, *, in_function: bool) -> Iterator[ast.AST]:
    """The nodes that may stand in a node's place, each a mutant. They share its children."""
    match node:
        case ast.Compare(ops=[op]):
            for other in _COMPARED[type(op)]:
                yield ast.Compare(node.left, [other()], node.comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for index in range(len(values)):
                rest = values[:index] + values[index + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(op=op) | ast.AugAssign(op=op):
            if type(op) in _CALCULATED:
                yield _changed(node, op=_CALCULATED[type(op)]())
        case ast.Constant(value=value):
            yield from (ast.Constant(other) for other in _constants(value))
        case ast.Call():
            yield from _calls(node)
        case ast.Slice():
            yield from _slices(node)
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            if not isinstance(test, (ast.Compare, ast.UnaryOp)):  # those are turned themselves
                yield _changed(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[_, *_]):
            yield _changed(node, ifs=[])
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(None))
        case ast.ExceptHandler(type=ast.Tuple(elts=kinds)):
            for kind in kinds:
                rest = [each for each in kinds if each is not kind]
                yield _changed(node, type=ast.Tuple(rest, ast.Load()))
        case ast.ExceptHandler():
            yield _changed(node, type=ast.Tuple([], ast.Load()))
    if in_function and _may_go(node):
        yield ast.Pass()


def _may_go(node: ast.AST) -> bool:
    """Whether a statement can be left out."""
    if isinstance(node, ast.Expr):
        return not isinstance(node.value, ast.Constant)
    return isinstance(node, _PLAIN_STATEMENTS)


def _changed(node: ast.AST, **fields: object) -> ast.AST:
    made = copy.copy(node)
    for name, item in fields.items():
        setattr(made, name, item)
    return made


def _constants(value: object) -> Iterator[object]:
    match value:
        case bool():
            yield not value
        case int() | float():
            yield value + 1
        case str() if " " in value.strip():
            return  # words for people
        case str():
            yield "" if value else "more"
        case bytes():
            yield b"" if value else b"more"


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    """Two arguments swapped, a keyword left out, a function's counterpart."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in ("isinstance", "cast", "min", "max") and len(node.args) > 1:
        for index, (one, two) in enumerate(zip(node.args, node.args[1:], strict=False)):
            if not isinstance(one, ast.Starred) and not isinstance(two, ast.Starred):
                args = [*node.args[:index], two, one, *node.args[index + 2 :]]
                yield ast.Call(node.func, args, node.keywords)
    for keyword in node.keywords:
        if keyword.arg is not None:
            yield ast.Call(node.func, node.args, [k for k in node.keywords if k is not keyword])
    if name in _NAMES:
        yield ast.Call(ast.Name(_NAMES[name], ast.Load()), node.args, node.keywords)
    elif isinstance(node.func, ast.Attribute) and node.func.attr in _NAMES:
        yield _changed(node, func=_changed(node.func, attr=_NAMES[node.func.attr]))


def _slices(node: ast.Slice) -> Iterator[ast.AST]:
    """A bound one further on; those that are numbers are changed as such."""
    for name in ("lower", "upper"):
        bound = getattr(node, name)
        if bound is not None and not isinstance(bound, ast.Constant):
            yield _changed(node, **{name: ast.BinOp(bound, ast.Add(), ast.Constant(1))})
