"""The state of a run of one or more steps: what to ask next, and what came of it. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..errors import NoOutputGeneratedError
from ..types._value import evolve, value
from ..types.call import (
    LanguageModelCall,
    ModelResult,
    ModelToolCall,
    RequestInfo,
    ResponseInfo,
)
from ..types.content import TextPart, ToolCall, ToolFailure, ToolResult
from ..types.messages import AssistantMessage, Message, ToolMessage
from ..types.results import GenerateTextResult, ModelInfo, StepResult
from ..types.tools import ErrorOutput
from .tool_outputs import default_output

if TYPE_CHECKING:
    from ..output import OutputSpec
    from ..types.results import Content
    from .tool_calls import CheckedCall

__all__ = ["RunState", "StepOutcome"]

_RUNNABLE = ("stop", "tool-calls")  # after any other end the arguments may be cut off


@value
class StepOutcome:
    """What a step's model call and tools gave.

    Attributes:
        result: the model's answer.
        calls: tool call id -> the call as checked.
        tool_outputs: results and failures of the tools run here, in the order of the calls.
    """

    result: ModelResult
    calls: dict[str, CheckedCall]
    tool_outputs: tuple[ToolResult | ToolFailure, ...] = ()


class RunState:
    """Steps so far and the conversation they make."""

    def __init__(self, call: LanguageModelCall, include: frozenset[str]) -> None:
        self.first_call = call
        self.include = include
        self.steps: list[StepResult] = []

    @property
    def messages(self) -> tuple[Message, ...]:
        """The prompt and everything the steps added to it."""
        added = [m for step in self.steps for m in step.response_messages]
        return (*self.first_call.prompt, *added)

    def next_call(self) -> LanguageModelCall:
        """The model call of the next step."""
        if not self.steps:
            return self.first_call
        return evolve(self.first_call, prompt=self.messages)

    @staticmethod
    def runnable(result: ModelResult, calls: Sequence[CheckedCall]) -> list[CheckedCall]:
        """The calls to run here: none if the answer was cut off."""
        if result.finish_reason not in _RUNNABLE:
            return []
        return [each for each in calls if each.tool is not None]

    def add(self, model: ModelInfo, outcome: StepOutcome) -> StepResult:
        """Take in a finished step."""
        result = outcome.result
        content = _content(outcome)
        step = StepResult(
            len(self.steps),
            model,
            content,
            result.finish_reason,
            result.raw_finish_reason,
            result.usage,
            result.warnings,
            self.request(result.request),
            self._response(result.response),
            _messages(content),
            result.provider_metadata,
            result.attempts,
        )
        self.steps.append(step)
        return step

    def request(self, request: RequestInfo) -> RequestInfo:
        """`request` as the caller asked to see it."""
        return request if "request_body" in self.include else RequestInfo()

    def _response(self, response: ResponseInfo) -> ResponseInfo:
        if "response_body" in self.include or response.body is None:
            return response
        return evolve(response, body=None)

    def may_continue(self) -> bool:
        """Whether the last step asks for another: every client-side call has its output."""
        step = self.steps[-1]
        calls = [call for call in step.tool_calls if not call.provider_executed]
        answered = {output.tool_call_id for output in step.tool_results}
        answered |= {failure.tool_call_id for failure in step.tool_errors}
        return bool(calls) and all(call.tool_call_id in answered for call in calls)

    def result(self, output: OutputSpec[Any], *, failed: bool = False) -> GenerateTextResult[Any]:
        """The result of the run; `failed` leaves the output unread."""
        steps = tuple(self.steps)
        if output.kind == "text":
            return GenerateTextResult(steps, steps[-1].text if steps else "")
        if failed or not steps:
            return GenerateTextResult(steps, None, NoOutputGeneratedError("the run did not finish"))
        final = steps[-1]
        facts = {
            "usage": final.usage,
            "finish_reason": final.finish_reason,
            "response": final.response,
        }
        if final.finish_reason == "tool-calls" and not final.text:
            return GenerateTextResult(steps, None, _no_output(final, facts))
        try:
            return GenerateTextResult(steps, output.parse(final.text, **facts))
        except NoOutputGeneratedError as error:
            return GenerateTextResult(steps, None, error)


def _no_output(final: StepResult, facts: dict[str, Any]) -> NoOutputGeneratedError:
    return NoOutputGeneratedError(
        "the run ended after tool calls, before the model gave its answer; allow more steps "
        f"with stop_when=is_step_count({final.step_number + 2}) or more",
        **facts,
    )


def _content(outcome: StepOutcome) -> tuple[Content, ...]:
    out: list[Any] = []
    for part in outcome.result.content:
        out.append(
            outcome.calls[part.tool_call_id].call if isinstance(part, ModelToolCall) else part
        )
    return (*out, *outcome.tool_outputs)


def _messages(content: Sequence[Content]) -> tuple[Message, ...]:
    """The assistant's turn, and the tool message that answers it."""
    said: list[Any] = [part for part in content if _belongs_to_assistant(part)]
    answers = [answer for part in content if (answer := _answer(part)) is not None]
    messages: list[Message] = [AssistantMessage(tuple(said))] if said else []
    if answers:
        messages.append(ToolMessage(tuple(answers)))
    return tuple(messages)


def _belongs_to_assistant(part: Any) -> bool:
    if isinstance(part, TextPart):
        return bool(part.text or part.provider_metadata)
    if isinstance(part, ToolFailure):
        return False
    if isinstance(part, ToolResult):
        return part.provider_executed
    return True


def _answer(part: Any) -> ToolResult | None:
    """The tool message's part for a result or failure of a tool run here."""
    if isinstance(part, ToolCall) or getattr(part, "provider_executed", False):
        return None
    if isinstance(part, ToolResult) and not part.preliminary:
        form = part.model_output or default_output(part.output)
        return evolve(part, model_output=form)
    if isinstance(part, ToolFailure):
        text = str(part.error)
        return ToolResult(
            part.tool_call_id, part.tool_name, text, ErrorOutput(text), dynamic=part.dynamic
        )
    return None
