"""What a target is, and how a check says that a property does not hold."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from ai_sdk.errors import AISDKError

__all__ = ["MAX_INPUT", "Broken", "Target", "expect", "pieces", "random_of", "typed"]

MAX_INPUT = 4096
"""Bytes of an input; what is larger says nothing new, and costs time."""

Mutate = Callable[[bytes, Random], bytes]


class Broken(AssertionError):
    """A property does not hold; the message says which."""


@dataclass(frozen=True)
class Target:
    """One parser under test.

    Attributes:
        name: as `--target` takes it.
        check: raises if a property does not hold for the input; else whether the input got past
            the first check and so reached the parser.
        work: lets the parser alone do its work, for the measure of growth; typed errors pass.
        seeds: makes the documents that mutation starts from.
        mutate: makes another input from one.
        share: how much of a run's inputs it gets, relative to the others.
        tokens: what is repeated to see how the work grows, besides slices of the inputs.
    """

    name: str
    check: Callable[[bytes], bool]
    work: Callable[[bytes], object]
    seeds: Callable[[], list[bytes]]
    mutate: Mutate
    share: float = 1.0
    tokens: tuple[bytes, ...] = ()


def expect(holds: object, what: str, *shown: object) -> None:
    """Say that a property must hold.

    Raises:
        Broken: it does not.
    """
    if not holds:
        raise Broken(": ".join((what, *(repr(each)[:300] for each in shown))))


def typed(make: Callable[[], object], *errors: type[Exception]) -> tuple[object, Exception | None]:
    """What a call gives, or the typed error that it raises; any other error goes through."""
    try:
        return make(), None
    except errors or (AISDKError,) as error:
        return None, error


def random_of(data: bytes) -> Random:
    """The same random numbers for the same input, so that an input says all there is to a case."""
    return Random(zlib.crc32(data))


def pieces(data: bytes, rng: Random) -> list[bytes]:
    """The input in pieces: now and then each byte alone, else a few cuts anywhere."""
    size = len(data)
    if size < 200 and rng.random() < 0.1:
        return [data[at : at + 1] for at in range(size)]
    marks = sorted(int(rng.random() * size) for _ in range(1 + int(rng.random() * 6)))
    return [data[a:b] for a, b in pairwise([0, *marks, size])]
