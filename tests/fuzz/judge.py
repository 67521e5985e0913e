"""Looks at inputs one by one: counts them, keeps what failed, and stops a check that hangs."""

from __future__ import annotations

import signal
import time
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any

from .growth import growth_of
from .minimise import minimised
from .target import MAX_INPUT, Target

__all__ = ["Judge", "Outcome"]

_WATCH = 64  # inputs between two looks at the alarm
_HANG = 20.0  # seconds of CPU for so many small inputs: a hundred thousand times too much
_GROWTH_EVERY = 4000
_ENOUGH = 3


class Hang(Exception):  # noqa: N818 - raised from a signal
    """A check has used far more CPU than any should."""


@dataclass
class Outcome:
    """What came of a target's inputs; a failure holds the input in hexadecimal."""

    target: str
    driver: str = "random"
    inputs: int = 0
    reached: int = 0
    grown: int = 0
    cpu: float = 0.0
    failures: list[dict[str, Any]] = field(default_factory=list)
    superlinear: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For the parent process."""
        return asdict(self)


class Judge:
    """Takes inputs until it has seen enough.

    Args:
        target: whose check is asked.
        runs: inputs that shall reach the parser; None for no such limit.
        seconds: of wall time; None for no such limit.
        seed: of the choice which inputs are grown.
    """

    def __init__(
        self, target: Target, runs: int | None, seconds: float | None, seed: int = 0
    ) -> None:
        self.outcome = Outcome(target.name)
        self._target = target
        self._runs = runs
        self._end = None if seconds is None else time.monotonic() + seconds
        self._rng = Random(seed)
        self._started = time.process_time()
        self._late = False
        signal.signal(signal.SIGVTALRM, self._alarm)

    @property
    def done(self) -> bool:
        """Enough inputs, enough time, or enough failures."""
        out = self.outcome
        if self._runs is not None and (out.reached >= self._runs or out.inputs > 20 * self._runs):
            return True
        return self._late or len(out.failures) + len(out.superlinear) >= _ENOUGH

    def take(self, data: bytes) -> bool:
        """Check an input; whether it reached the parser."""
        out = self.outcome
        if out.inputs % _WATCH == 0:
            signal.setitimer(signal.ITIMER_VIRTUAL, _HANG)
            self._late = self._end is not None and time.monotonic() > self._end
        out.inputs += 1
        try:
            reached = self._target.check(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            self._failed(data, error)
            return False
        out.reached += reached
        if reached and out.reached % _GROWTH_EVERY == 1:
            self.grow(data)
        return reached

    def grow(self, data: bytes, token: bytes = b"") -> None:
        """See how the parser's work grows with an input in which something repeats."""
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        self.outcome.grown += 1
        try:
            found = growth_of(self._target, data, self._rng, token)
        except Exception as error:  # noqa: BLE001 - larger inputs have findings of their own
            lines = traceback.format_exception(error)[-4:]
            told = {"kind": f"{_kind(error)}, grown", "input": (data + token).hex()}
            self.outcome.failures.append({**told, "error": "".join(lines)})
            return
        if found is not None:
            start, unit, end, why = found
            shown = {"start": start.hex(), "unit": unit.hex(), "end": end.hex(), "why": why}
            self.outcome.superlinear.append(shown)

    def finish(self) -> Outcome:
        """The figures."""
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        self.outcome.cpu = time.process_time() - self._started
        return self.outcome

    def _failed(self, data: bytes, error: Exception) -> None:
        kind = _kind(error)
        if any(known["kind"] == kind for known in self.outcome.failures):
            return
        small = minimised(data, lambda each: self._fails_alike(each, kind))
        lines = traceback.format_exception(error)[-4:]
        told = {"kind": kind, "input": small.hex(), "error": "".join(lines)}
        self.outcome.failures.append(told)

    def _fails_alike(self, data: bytes, kind: str) -> bool:
        signal.setitimer(signal.ITIMER_VIRTUAL, _HANG)
        try:
            self._target.check(data)
        except Exception as error:  # noqa: BLE001
            return _kind(error) == kind
        return False

    @staticmethod
    def _alarm(*_: object) -> None:
        raise Hang(f"more than {_HANG} s of CPU for one of a few inputs under {MAX_INPUT} bytes")


def _kind(error: Exception) -> str:
    """What tells a failure from others: its type, its place, and its first words."""
    place = ""
    with suppress(IndexError):
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{frame.filename.rpartition('/')[2]}:{frame.name}"
    return f"{type(error).__name__} in {place}: {str(error).partition(':')[0][:80]}"
