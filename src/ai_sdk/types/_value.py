"""`value`: the decorator of all public value classes (frozen, comparable, with `__match_args__`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

import attrs
from attrs import field as field

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    """Make `cls` an immutable value. Change one with `attrs.evolve(x, field=...)`.

    The instances keep a `__dict__` on purpose: attrs then fills a frozen instance twice as fast
    as with slots, and stream parts are made by the thousand.
    """
    return attrs.frozen(slots=False)(cls)


def evolve(thing: _T, **changes: Any) -> _T:
    """`thing` with some fields changed."""
    return attrs.evolve(thing, **changes)  # type: ignore[misc]  # a value is one
