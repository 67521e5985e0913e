"""Arguments of a call that a stream tells piece by piece, each with its place as a JSON path."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from ...json_codec import dumps

__all__ = ["PartialArguments"]

Step: TypeAlias = "str | int"

_STEP: Final = re.compile(
    r"\.([^.\[\]]+)|\[(\d{1,9})\]|\['((?:[^'\\]|\\.)*)'\]|\[\"((?:[^\"\\]|\\.)*)\"\]"
)
_VALUES: Final = ("numberValue", "boolValue")
_LONGEST_GAP: Final = 1000  # a place further on is a mistake, and no list is made so long


def _steps(path: str) -> tuple[Step, ...]:
    """The steps of a path such as `$.recipe.steps[0]`."""
    found = _STEP.finditer(path.removeprefix("$"))
    return tuple(int(step[2]) if step[2] is not None else _name(step) for step in found)


def _name(step: re.Match[str]) -> str:
    quoted = step[3] if step[3] is not None else step[4]
    return step[1] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)


class PartialArguments:
    """Puts the arguments together, and says them as JSON text while they grow.

    Pieces come in the order of the text; `text` is what may be told so far, with what is open left
    open. Should a piece ever come out of order, the text stops and only `value` stays right.

    Example:
        >>> arguments = PartialArguments()
        >>> arguments.add({"jsonPath": "$.city", "stringValue": "Os", "willContinue": True})
        '{"city":"Os'
        >>> arguments.add({"jsonPath": "$.city", "stringValue": "lo"})
        'lo"'
        >>> arguments.finish(), arguments.value
        ('}', {'city': 'Oslo'})
    """

    def __init__(self) -> None:
        self._value: dict[str, Any] = {}
        self._text_at: tuple[Step, ...] = ()  # the text that pieces were last added to
        self._more: list[str] = []  # pieces of it that are not in the value yet
        self._path: tuple[Step, ...] = ()  # where the text stands
        self._in_text = False
        self._begun = False
        self._lost = False

    @property
    def value(self) -> dict[str, Any]:
        """The arguments so far."""
        if self._more:
            more, self._more = "".join(self._more), []
            _set(self._value, self._text_at, lambda old: old + more)
        return self._value

    def add(self, piece: dict[str, Any]) -> str:
        """Take in a piece; what the text gains by it."""
        steps = _steps(str(piece.get("jsonPath", "")))
        if not steps:
            return ""
        goes_on = bool(piece.get("willContinue"))
        if isinstance(text := piece.get("stringValue"), str):
            if not self._write(steps, text):
                return ""
            return self._say_text(steps, text, goes_on)
        item = next((piece[name] for name in _VALUES if name in piece), None)
        if isinstance(item, float) and item.is_integer():
            item = int(item)
        before, self._text_at = _set(self.value, steps, lambda _: item), ()
        return "" if before is _MISFIT else self._go(steps) + self._shown(dumps(item).decode())

    def _write(self, steps: tuple[Step, ...], text: str) -> bool:
        """Put text into the value; whether there was a place for it."""
        if steps == self._text_at:
            self._more.append(text)  # joined later: a long text in many pieces costs linear time
            return True
        before = _set(self.value, steps, lambda old: (old if isinstance(old, str) else "") + text)
        self._text_at = () if before is _MISFIT else steps
        return before is not _MISFIT

    def finish(self) -> str:
        """The end of the text."""
        if self._lost:
            return ""
        if not self._begun:
            return "{}"
        return self._closed_text() + "".join(_closing(step) for step in reversed(self._path))

    def _say_text(self, steps: tuple[Step, ...], text: str, goes_on: bool) -> str:
        out = ""
        if not (self._in_text and steps == self._path):
            out = self._go(steps) + self._shown('"')
            self._in_text = not self._lost
        out += self._shown(dumps(text).decode()[1:-1])
        return out if goes_on else out + self._closed_text()

    def _closed_text(self) -> str:
        if not self._in_text:
            return ""
        self._in_text = False
        return self._shown('"')

    def _shown(self, text: str) -> str:
        return "" if self._lost else text

    def _go(self, steps: tuple[Step, ...]) -> str:
        """Close what is behind, open what lies before the value at `steps`."""
        if self._lost or (self._begun and not self._is_after(steps)):
            self._lost = True
            return ""
        out = self._closed_text()
        shared = _shared(self._path, steps) if self._begun else 0
        for step in reversed(self._path[shared + 1 :]):
            out += _closing(step)
        for depth, step in enumerate(steps):
            if depth < shared:
                continue
            fresh = depth > shared or not self._begun
            out += ("{" if isinstance(step, str) else "[") if fresh else ","
            if isinstance(step, str):
                out += dumps(step).decode() + ":"
        self._begun, self._path = True, steps
        return out

    def _is_after(self, steps: tuple[Step, ...]) -> bool:
        """Whether a value at `steps` can follow: it lies in no closed or finished place."""
        shared = _shared(self._path, steps)
        if shared in (len(steps), len(self._path)):
            return False
        old, new = self._path[shared], steps[shared]
        if isinstance(old, int) and isinstance(new, int):
            return new == old + 1
        return (
            isinstance(old, str) and isinstance(new, str) and self._is_latest(steps[:shared], new)
        )

    def _is_latest(self, parent: tuple[Step, ...], name: str) -> bool:
        """Whether a name is the last in its object: one that stands before has been told."""
        inside: Any = self._value
        for step in parent:
            inside = inside[step]
        return isinstance(inside, dict) and next(reversed(inside), None) == name


def _closing(step: Step) -> str:
    return "}" if isinstance(step, str) else "]"


def _shared(one: tuple[Step, ...], other: tuple[Step, ...]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


_MISFIT: Final = object()


def _set(root: Any, steps: tuple[Step, ...], change: Callable[[Any], Any]) -> Any:
    """Put a value where a path leads; makes what is missing on the way."""
    inside = root
    for step, following in zip(steps, (*steps[1:], None), strict=True):
        old = _entered(inside, step)
        if old is _MISFIT:
            return _MISFIT
        if following is None:
            inside[step] = change(old)
        elif old is None:
            inside[step] = {} if isinstance(following, str) else []
        inside = inside[step]
    return None


def _entered(inside: Any, step: Step) -> Any:
    """What is at a step, None where there is nothing yet; the misfit where nothing can be."""
    if isinstance(step, str):
        return inside.get(step) if type(inside) is dict else _MISFIT
    if type(inside) is not list or step > len(inside) + _LONGEST_GAP:
        return _MISFIT
    inside.extend([None] * (step + 1 - len(inside)))
    return inside[step]
