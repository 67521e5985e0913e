"""Whether a parser's work grows faster than its input.

Some part of an input is repeated more and more often. Two witnesses look at what that costs: the
lines of Python that run, which are counted, and, because much happens inside of regular
expressions and copies of bytes, the CPU time of larger inputs. The first is exact. The second is
asked again, three times over, before it is believed: only ratios far from linear count, and the best
of several measurements, so that a busy machine makes no findings.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from random import Random
from types import FrameType
from typing import Any

from .target import Target

__all__ = ["growth_of", "is_superlinear", "lines_run"]

Work = Callable[[bytes], object]

_LINES = 400  # bytes of the smallest input whose lines are counted
_BYTES = 6_000  # bytes of the smallest input whose time is taken
_MANY_BYTES = 60_000  # now and then, for copies that only add up in large inputs
_STEPS = 8  # how much larger the largest is
_NOTABLE = 0.02  # seconds: less cannot be told from noise
_SLOW = 0.2  # seconds
_LIMIT = 2.5  # times more than linear; a square is 8 times more

Found = tuple[bytes, bytes, bytes, str]


def growth_of(target: Target, data: bytes, rng: Random, token: bytes = b"") -> Found | None:
    """Start, unit, end and a reason, if the repetition of the unit costs more than linear work.

    Args:
        token: what is repeated; by default some part of the input, or a token of the target.
    """
    at = int(rng.random() * (len(data) + 1))
    end = at + 1 + int(rng.random() * rng.choice((4, 40, 400)))
    unit = data[at:end]
    if token or (target.tokens and rng.random() < 0.5):
        unit = token or rng.choice(target.tokens)
    rest = rng.choice((b"", data[at:], data[end:]))
    size = _BYTES if rng.random() < 0.9 else _MANY_BYTES
    why = is_superlinear(target.work, data[:at], unit or b"a", rest, size)
    return None if why is None else (data[:at], unit or b"a", rest, why)


def is_superlinear(
    work: Work, start: bytes, unit: bytes, end: bytes, size: int = _BYTES
) -> str | None:
    """How the work grows, if it does so faster than the input."""

    def repeated(size: int) -> bytes:
        return start + unit * max(1, size // len(unit)) + end

    few, many = (lines_run(work, repeated(_LINES * times)) for times in (1, _STEPS))
    base = lines_run(work, start + end)
    few, many = max(1, few - base), many - base
    if many > 20_000 and many / few > _STEPS * _LIMIT:
        return f"{many / few:.0f} times the lines of Python for {_STEPS} times the input"
    ratio = 0.0
    small, large = repeated(size), repeated(size * _STEPS)
    for repeats in (1, 2, 3):  # one look tells nearly all that are innocent
        first = _time(work, small, repeats + 1)
        if first > _SLOW:  # eight times the input would take for ever: twice must do
            ratio = (_time(work, repeated(2 * size), repeats) / first) ** 3
        else:
            ratio = _time(work, large, repeats) / max(1e-5, first)
        if ratio < _STEPS * _LIMIT or (ratio * first) < _NOTABLE:
            return None
    return f"{ratio:.0f} times the CPU time for {_STEPS} times the input"


def lines_run(work: Work, data: bytes) -> int:
    """Lines of Python that run."""
    count = 0

    def each_line(_frame: FrameType, event: str, _value: Any) -> Any:
        nonlocal count
        count += event == "line"
        return each_line

    before = sys.gettrace()
    sys.settrace(each_line)
    try:
        work(data)
    finally:
        sys.settrace(before)
    return count


def _time(work: Work, data: bytes, repeats: int) -> float:
    best = float("inf")
    for _ in range(repeats):
        start = time.thread_time()
        work(data)
        best = min(best, time.thread_time() - start)
    return best
