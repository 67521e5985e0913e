"""Annotations resolved: postponed names, local classes, type variables of generic classes."""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from .errors import UnsupportedTypeError

__all__ = ["resolve_alias", "resolve_hints", "type_hints"]


def type_hints(cls: type, tp: Any) -> dict[str, Any]:
    """The annotations of a class, with `Annotated` kept and type variables filled in.

    Args:
        cls: the class.
        tp: the class again, or its generic form with arguments.
    """
    hints = resolve_hints(cls, cls.__module__, {cls.__name__: cls})
    filled = _arguments(tp)
    return {name: _filled(hint, filled.get(_owner(cls, name), {})) for name, hint in hints.items()}


def resolve_hints(thing: Any, module: str | None, names: Mapping[str, Any]) -> dict[str, Any]:
    """`typing.get_type_hints` that also finds names local to the function which defined `thing`,
    as long as that function is still running.

    Raises:
        UnsupportedTypeError: a name stays unknown.
    """
    try:
        return typing.get_type_hints(thing, localns=dict(names), include_extras=True)
    except NameError:
        pass
    local: dict[str, Any] = {}
    for frame_locals in _frames(module):
        local = {**frame_locals, **local}
    try:
        return typing.get_type_hints(thing, localns={**local, **names}, include_extras=True)
    except NameError as error:
        name = getattr(thing, "__qualname__", repr(thing))
        raise UnsupportedTypeError(
            f"{name}: the name {error.name!r} in an annotation could not be resolved; define or "
            "import it at the top of the module"
        ) from error


def resolve_alias(alias: Any) -> Any:
    """What a type alias with a name stands for, postponed names in it resolved."""

    class Holder:
        __annotations__ = {"value": alias.__value__}

    Holder.__module__ = alias.__module__
    Holder.__qualname__ = alias.__name__
    return resolve_hints(Holder, alias.__module__, {alias.__name__: alias})["value"]


def _frames(module: str | None) -> Iterator[dict[str, Any]]:
    """Local names of the running functions of a module, innermost first."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") == module and frame.f_locals is not frame.f_globals:
            yield dict(frame.f_locals)
        frame = typing.cast("Any", frame.f_back)


def _owner(cls: type, name: str) -> type:
    for base in cls.__mro__:
        if name in base.__dict__.get("__annotations__", {}):
            return base
    return cls


def _arguments(tp: Any) -> dict[type, dict[Any, Any]]:
    """For each base class, what its type variables stand for in `tp`."""
    filled: dict[type, dict[Any, Any]] = {}
    waiting: list[tuple[Any, dict[Any, Any]]] = [(tp, {})]
    while waiting:
        form, outer = waiting.pop()
        base = get_origin(form) or form
        if not isinstance(base, type) or base in filled:
            continue
        variables = getattr(base, "__parameters__", ())
        given = [_filled(each, outer) for each in get_args(form)]
        filled[base] = dict(zip(variables, given, strict=False))
        parents = getattr(base, "__orig_bases__", None) or base.__bases__
        waiting.extend((each, filled[base]) for each in parents)
    return filled


def _filled(hint: Any, variables: dict[Any, Any]) -> Any:
    """A hint with its type variables replaced."""
    if not variables:
        return hint
    if isinstance(hint, typing.TypeVar):
        return variables.get(hint, hint)
    free = () if isinstance(hint, type) else getattr(hint, "__parameters__", ())
    if not free:
        return hint
    generic: Any = hint
    return generic[tuple(variables.get(each, each) for each in free)]
