"""A job: one measurement of one contestant, as it is sent to the process that runs it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Job:
    """What to do.

    Attributes:
        kind: the method of the contestant, or "crowd" and "threads" for many calls at once.
        protocol: which wire.
        asynchronous: whether the method's `_async` twin is meant.
        base: the load server's URL with the scenario in it.
        warm: the same for the call made before measuring.
        size: deltas of a stream, characters of a document, texts to embed, messages, tools.
        repeats: how often; of a crowd, how many at once.
        units: what the figures are divided by.
    """

    kind: str
    protocol: str
    asynchronous: bool
    base: str
    warm: str
    size: int
    repeats: int
    units: int

    def line(self) -> str:
        """As a line of JSON."""
        return json.dumps(asdict(self)) + "\n"

    @classmethod
    def read(cls, line: str) -> Job:
        """The job of a line."""
        return cls(**json.loads(line))
