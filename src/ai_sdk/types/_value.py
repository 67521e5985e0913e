"""`value`: the decorator of all public value classes (frozen, comparable, with `__match_args__`)."""

from __future__ import annotations

import os
from _thread import RLock
from functools import cache, cached_property
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

import attrs
from attrs import field as field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_T = TypeVar("_T")


class FrozenDict(dict[str, Any]):
    """A dict that cannot change: hashable when its items are, fit for a frozen value."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this mapping is immutable; make a new one")

    if not TYPE_CHECKING:
        __setitem__ = __delitem__ = update = setdefault = __ior__ = _refuse
        pop = popitem = clear = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenDict, (dict(self),)


EMPTY: Mapping[str, Any] = FrozenDict()
"""The shared empty mapping: the default of every mapping field."""


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field, field))
def value(cls: type[_T]) -> type[_T]:
    """Make `cls` an immutable value. Change one with `evolve(x, field=...)`.

    Building an attrs class costs about 0.4 ms, and a program uses a few of our classes: so this
    only plants triggers, and attrs finishes the class in place when the first instance is made.
    That needs a `__dict__` instead of slots, which frozen instances are filled faster with anyway.
    Comparing, hashing and showing are the same three functions for all classes: compiling them for
    each would be more than half of what is built.
    """
    planted: Any = cls
    planted.__init__, planted.__setstate__ = _init, _set_state
    planted.__attrs_attrs__ = _trigger
    for name, function in (("__eq__", _eq), ("__hash__", _hash), ("__repr__", _repr)):
        if cls.__dict__.get(name) is None:  # a class with an `__eq__` has a `__hash__` that is None
            setattr(cls, name, function)
    _values.add(cls)
    return cls


_values: set[type] = set()


class _Trigger:
    """Stands in for `__attrs_attrs__` until somebody reads it."""

    def __get__(self, instance: object, cls: type) -> Any:
        _build(cls)
        return cls.__attrs_attrs__  # type: ignore[attr-defined]  # attrs has just planted it


_trigger = _Trigger()
_building = RLock()


def _after_fork() -> None:  # pragma: no cover - runs in a forked child
    global _building
    _building = RLock()  # a thread of the parent's may have held it


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _build(cls: type) -> None:
    """Let attrs finish `cls` and its bases: once, in any thread."""
    with _building:
        for base in reversed(cls.__mro__):
            if base.__dict__.get("__attrs_attrs__") is _trigger:
                # init=True: replace our trigger; the others: keep our functions
                attrs.frozen(slots=False, init=True, eq=False, repr=False)(base)


def _init(self: Any, *args: Any, **fields: Any) -> None:
    _build(self.__class__)
    type(self).__init__(self, *args, **fields)


def _set_state(self: Any, state: dict[str, Any]) -> None:
    """Unpickling makes an instance without `__init__`."""
    _build(self.__class__)
    self.__dict__.update(state)


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    compared = _compared(self.__class__)
    return compared(self) == compared(other)


def _hash(self: Any) -> int:
    return hash(_hashed(self.__class__)(self))


@recursive_repr()
def _repr(self: Any) -> str:
    fields = ", ".join(
        f"{each.name}={show(getattr(self, each.name))}"
        for each in attrs.fields(self.__class__)
        if (show := repr if each.repr is True else each.repr)
        and hasattr(self, each.name)  # a traceback may show one whose making failed half way
    )
    return f"{self.__class__.__qualname__.rpartition('>.')[2]}({fields})"


@cache
def _compared(cls: type) -> Callable[[object], Any]:
    """What two instances are compared by; the class comes first, so that it is always a tuple."""
    return attrgetter("__class__", *(each.name for each in attrs.fields(cls) if each.eq))


@cache
def _hashed(cls: type) -> Callable[[object], Any]:
    """What the hash of an instance is made of: what it is compared by, unless a field says else."""
    fields = attrs.fields(cls)
    names = (f.name for f in fields if (f.eq if f.hash is None else f.hash))
    return attrgetter("__class__", *names)


def evolve(thing: _T, **changes: Any) -> _T:
    """`thing` with some fields changed: values of the library are immutable.

    Args:
        thing: a message, a part, a call, a setting: any value of the library.
        changes: the fields that the new one has otherwise.

    Example:
        >>> evolve(Timeout(total=60), idle=20).total
        60
    """
    kind: Any = type(thing)
    if _only_stores(kind):
        held: dict[str, Any] = thing.__dict__
        fields = held | changes
        if len(fields) == len(held):  # else attrs says which name is none of a field
            made: _T = object.__new__(kind)
            object.__setattr__(made, "__dict__", fields)
            return made
    return attrs.evolve(thing, **changes)  # type: ignore[misc]  # a value is one


@cache
def _only_stores(cls: type) -> bool:
    """Whether making one is nothing but storing its fields, so that copying its dict will do.

    attrs.evolve looks every field up and calls `__init__`: four times the time.
    """
    members = [member for base in cls.__mro__ for member in vars(base).values()]
    if cls not in _values or any(isinstance(member, cached_property) for member in members):
        return False
    fields = attrs.fields(cls)
    plain = all(f.init and f.alias == f.name for f in fields)
    checked = any(f.converter or f.validator for f in fields)
    return plain and not checked and not hasattr(cls, "__attrs_post_init__")
