"""Everything that may go wrong on the way from a provider, by name.

A fault is a change to one reply of `ProviderServer`:

    with ProviderServer(faults=["status 429 with retry-after 0", faults.cut(after_events=3)]):
        ...  # the first request is refused, the second answer is cut, the third is as it should be

`FAULTS` has all that are ready made, by name; the functions make others, and so do words such as
"cut the stream after 3 events", "429 with retry-after 2", "stall 10 s" (`SPOKEN` has their patterns).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ...errors import InvalidArgumentError
from . import connection, ends, frames, framing, inside, kinds, payloads, statuses, times, tools
from .base import Fault
from .connection import no_answer, redirect
from .ends import cut
from .framing import characters, gzip_bomb, split
from .inside import insert
from .spoken import SPOKEN, spoken
from .statuses import status
from .times import pause, pings, slow, stall

__all__ = [
    "FAULTS",
    "SPOKEN",
    "Fault",
    "characters",
    "cut",
    "find",
    "gzip_bomb",
    "insert",
    "no_answer",
    "pause",
    "pings",
    "redirect",
    "slow",
    "split",
    "stall",
    "status",
]

_ALL: list[Fault] = [
    *connection.FAULTS,
    *statuses.FAULTS,
    *framing.FAULTS,
    *frames.FAULTS,
    *times.FAULTS,
    *ends.FAULTS,
    *inside.FAULTS,
    *payloads.FAULTS,
    *kinds.FAULTS,
    *tools.FAULTS,
]

FAULTS: Mapping[str, Fault] = MappingProxyType({fault.name: fault for fault in _ALL})
"""All ready-made faults, by name."""


def find(fault: Fault | str) -> Fault:
    """The fault of a name or of other words for it; a fault itself is given back.

    Raises:
        InvalidArgumentError: there is none of that name; says which is nearest.

    Example:
        >>> find("a gzip bomb").name
        'a gzip bomb'
        >>> find("cut the stream after 3 events").name
        'closed after 3 events'
    """
    if isinstance(fault, Fault):
        return fault
    if not isinstance(fault, str):
        raise InvalidArgumentError(
            f"a fault is a name or a Fault, not {type(fault).__name__}",
            parameter="faults",
            value=fault,
        )
    if fault in FAULTS:
        return FAULTS[fault]
    if (meant := spoken(fault)) is not None:
        return meant
    near = difflib.get_close_matches(fault, FAULTS, 1, cutoff=0.4)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise InvalidArgumentError(
        f"there is no fault {fault!r}{hint}", parameter="faults", value=fault
    )


def find_all(faults: Iterable[Fault | str]) -> tuple[Fault, ...]:
    """The faults of these names, in order."""
    return tuple(find(fault) for fault in faults)
