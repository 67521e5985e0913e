"""`value`: the decorator of all public value classes (frozen, comparable, with `__match_args__`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

import attrs
from attrs import field

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = TypeVar("_T")


class _Empty(dict[str, Any]):
    """An empty dict that stays empty; compares, pickles and copies as the one it is."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this mapping is immutable; make a new one")

    __setitem__ = update = setdefault = __ior__ = _refuse  # type: ignore[assignment]

    def __hash__(self) -> int:  # type: ignore[override]
        return 0

    def __reduce__(self) -> str:
        return "EMPTY"


EMPTY: Mapping[str, Any] = _Empty()
"""The shared empty mapping: the default of every mapping field."""


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field, field))
def value(cls: type[_T]) -> type[_T]:
    """Make `cls` an immutable value. Change one with `attrs.evolve(x, field=...)`.

    The instances keep a `__dict__` on purpose: attrs then fills a frozen instance twice as fast
    as with slots, and stream parts are made by the thousand.
    """
    return attrs.frozen(slots=False)(cls)
