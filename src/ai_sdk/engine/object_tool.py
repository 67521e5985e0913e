"""An answer that comes as the input of a tool, turned back into the text it would have been."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..types._value import evolve
from ..types.call import CallWarning, ModelFinish, ModelToolCall
from ..types.content import TextPart
from ..types.stream_parts import (
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
)

if TYPE_CHECKING:
    from ..types.call import FinishReason, ModelContent, ModelResult, ModelStreamPart

__all__ = ["AnswerParts", "answered", "free_name"]

_TEXT = (TextStart, TextDelta, TextEnd)


def free_name(taken: Collection[str]) -> str:
    """A name for the tool that takes the answer.

    Example:
        >>> free_name(["answer"])
        'answer_2'
    """
    name, number = "answer", 1
    while name in taken:
        number += 1
        name = f"answer_{number}"
    return name


def answered(result: ModelResult, tool: str) -> ModelResult:
    """A whole answer, with the first call of the tool as its text.

    What the model said beside the call is left out: the call is the answer. An answer without the
    call stays as it is, and so do calls of other tools.
    """
    calls = [part for part in result.content if isinstance(part, ModelToolCall)]
    answers = [call for call in calls if call.tool_name == tool]
    if not answers:
        return result
    first = answers[0]
    content: list[ModelContent] = []
    for part in result.content:
        if part is first:
            content.append(TextPart(first.input, provider_metadata=first.provider_metadata))
        elif part not in answers and not isinstance(part, TextPart):
            content.append(part)
    others = len(calls) > len(answers)
    return evolve(
        result,
        content=tuple(content),
        finish_reason=_ending(result.finish_reason, others),
        warnings=(*result.warnings, *_surplus(len(answers))),
    )


def _ending(reason: FinishReason, other_calls: bool) -> FinishReason:
    """The call of the answer's tool is no call to be answered."""
    return "stop" if reason == "tool-calls" and not other_calls else reason


def _surplus(answers: int) -> tuple[CallWarning, ...]:
    if answers < 2:
        return ()
    message = f"the model gave {answers} answers at once; the first one counts"
    return (CallWarning("other", message, "output"),)


class AnswerParts:
    """The same for the parts of a stream. Text is held back until it is known not to be talk
    beside the answer.
    """

    def __init__(self, tool: str) -> None:
        self._tool = tool
        self._held: list[Any] = []
        self._answer: str | None = None  # the id of the call that counts
        self._seen: set[str] = set()  # the ids of all calls of the tool
        self._written = False  # its text has begun to come
        self._others = False

    def feed(self, parts: Iterable[ModelStreamPart]) -> list[ModelStreamPart]:
        """What `parts` become."""
        return [made for part in parts for made in self._one(part)]

    def _one(self, part: Any) -> Iterator[Any]:
        if isinstance(part, _TEXT):
            if self._answer is None:
                self._held.append(part)
        elif isinstance(part, ToolInputStart):
            if part.tool_name == self._tool:
                yield from self._begin(part.id, part)
            else:
                yield part
        elif isinstance(part, (ToolInputDelta, ToolInputEnd)):
            yield from self._input(part)
        elif isinstance(part, ModelToolCall):
            yield from self._call(part)
        elif isinstance(part, ModelFinish):
            yield from self._finish(part)
        else:
            yield part

    def _begin(self, call_id: str, part: Any) -> Iterator[Any]:
        self._seen.add(call_id)
        if self._answer is None:
            self._answer = call_id
            self._held.clear()
            yield TextStart(call_id, part.provider_metadata)

    def _input(self, part: ToolInputDelta | ToolInputEnd) -> Iterator[Any]:
        if part.id not in self._seen:
            yield part
        elif part.id == self._answer and isinstance(part, ToolInputDelta):
            self._written = True
            yield TextDelta(part.id, part.delta)

    def _call(self, part: ModelToolCall) -> Iterator[Any]:
        if part.tool_name != self._tool:
            self._others = True
            yield part
            return
        if part.tool_call_id not in self._seen:
            yield from self._begin(part.tool_call_id, part)
        if self._answer == part.tool_call_id:
            if not self._written:  # it came in one piece
                yield TextDelta(part.tool_call_id, part.input)
            yield TextEnd(part.tool_call_id)

    def _finish(self, part: ModelFinish) -> Iterator[Any]:
        if self._answer is None:
            yield from self._held
            yield part
            return
        reason = _ending(part.finish_reason, self._others)
        warnings = (*part.warnings, *_surplus(len(self._seen)))
        yield evolve(part, finish_reason=reason, warnings=warnings)
