"""`value`: the decorator of all public value classes (frozen, comparable, with `__match_args__`)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

import attrs
from attrs import field

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = TypeVar("_T")

EMPTY: Mapping[str, Any] = MappingProxyType({})
"""The shared empty mapping: the default of every mapping field."""


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field, field))
def value(cls: type[_T]) -> type[_T]:
    """Make `cls` an immutable value. Change one with `attrs.evolve(x, field=...)`.

    The instances keep a `__dict__` on purpose: attrs then fills a frozen instance twice as fast
    as with slots, and stream parts are made by the thousand.
    """
    return attrs.frozen(slots=False)(cls)
