"""The parameters of a function as one object."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection
from typing import Any

from .classes import FieldSpec
from .docstrings import Docstring, docstring_of
from .errors import UnsupportedTypeError
from .from_types import Compiler
from .hints import resolve_hints
from .objects import MISSING, ObjectNode

__all__ = ["function_name", "signature_node"]


def signature_node(function: Callable[..., Any], skip: Collection[str] = ()) -> ObjectNode:
    """The node of a function's keyword arguments; its values are dicts of them.

    Args:
        function: a function, method, coroutine function, partial or object with `__call__`.
        skip: parameters that are not the model's business.

    Raises:
        UnsupportedTypeError: a parameter cannot be given by name, or its type has no schema.
    """
    name = function_name(function)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError) as error:
        raise UnsupportedTypeError(f"{name}: its signature cannot be read") from error
    hidden = {*skip, *_fixed(function)}
    hints = _hints(function)
    text, params = _docstring(function)
    node = ObjectNode(name, None, text)
    node.label = "object"
    compiler = Compiler()
    specs: list[FieldSpec] = []
    for parameter in signature.parameters.values():
        if parameter.name in hidden or parameter.kind is parameter.VAR_POSITIONAL:
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            node.extra = compiler.node(hints.get(parameter.name, Any))
            continue
        if parameter.kind is parameter.POSITIONAL_ONLY:
            raise UnsupportedTypeError(
                f"{name}: the parameter {parameter.name!r} is positional-only; arguments of tools "
                "are given by name"
            )
        specs.append(_spec(parameter, hints, params.get(parameter.name)))
    node.set_fields([_field(spec, compiler, name) for spec in specs])
    return node


def function_name(function: Any) -> str:
    """What a function is called; an object with `__call__` by its class."""
    while isinstance(function, functools.partial):
        function = function.func
    return str(getattr(function, "__name__", None) or type(function).__name__)


def _fixed(function: Any) -> Collection[str]:
    """What a partial settles by name: no longer anybody's choice."""
    names: set[str] = set()
    while isinstance(function, functools.partial):
        names.update(function.keywords)
        function = function.func
    return names


def _spec(parameter: inspect.Parameter, hints: dict[str, Any], words: str | None) -> FieldSpec:
    default = MISSING if parameter.default is parameter.empty else parameter.default
    guess = type(default) if type(default) in (str, int, float, bool) else Any
    tp = hints.get(parameter.name, guess)
    return FieldSpec(parameter.name, tp, default is MISSING, words, default)


def _field(spec: FieldSpec, compiler: Compiler, function: str) -> Any:
    try:
        return spec.field(compiler.node)
    except UnsupportedTypeError as error:
        raise UnsupportedTypeError(f"{function}, parameter {spec.name!r}: {error}") from error


def _hints(function: Any) -> dict[str, Any]:
    while isinstance(function, functools.partial):
        function = function.func
    target = inspect.unwrap(function)
    if not (inspect.isroutine(target) or isinstance(target, type)):
        target = type(target).__call__
    if isinstance(target, type):
        target = vars(target).get("__init__", target)
    names = {variable.__name__: variable for variable in getattr(target, "__type_params__", ())}
    return resolve_hints(target, getattr(target, "__module__", None), names)


def _docstring(function: Any) -> Docstring:
    while isinstance(function, functools.partial):
        function = function.func
    found = docstring_of(function)
    if not (inspect.isroutine(function) or isinstance(function, type)):
        called = docstring_of(type(function).__call__)
        return Docstring(found.text or called.text, {**found.params, **called.params})
    return found
