"""The book of plays: what the server, whichever it is, answers to which request.

A book is a file, so that a server in C can read it: all numbers are 32 bits, little endian; texts
have their length before them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Segment:
    """Events that are sent one after the other, that many times."""

    times: int
    events: list[bytes]

    def packed(self) -> bytes:
        """As the book has it: times, number of events, where each ends, all their bytes."""
        ends = list(accumulate(map(len, self.events)))
        head = struct.pack(f"<{2 + len(ends)}I", self.times, len(ends), *ends)
        return head + b"".join(self.events)


@dataclass(frozen=True)
class Play:
    """One reply.

    Attributes:
        start: what the path of the request starts with.
        mark: what stands in it besides.
        inside: what stands in the request's body; "" for any.
        pace: microseconds from event to event; 0 to send all at once.
    """

    start: str
    mark: str
    inside: str
    pace: int
    segments: list[Segment]

    def packed(self) -> bytes:
        """As the book has it."""
        texts = (_text(text) for text in (self.start, self.mark, self.inside))
        numbers = struct.pack("<2I", self.pace, len(self.segments))
        return b"".join([*texts, numbers, *(segment.packed() for segment in self.segments)])


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode()


def packed(plays: Iterable[Play]) -> bytes:
    """A whole book."""
    return b"".join(play.packed() for play in plays)
