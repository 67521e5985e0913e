"""The state of a run of one or more steps: what to ask next, and what came of it. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..errors import NoObjectGeneratedError, NoOutputGeneratedError
from ..types._value import evolve, value
from ..types.call import ModelResult, ModelToolCall, RequestInfo, ResponseInfo
from ..types.content import (
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolFailure,
    ToolResult,
)
from ..types.messages import AssistantMessage, Message, ToolMessage
from ..types.results import GenerateTextResult, ModelInfo, StepResult
from ..types.tools import ErrorOutput, ProviderTool
from ..types.usage import Usage
from .approvals import as_stored
from .repairs import what_was_wrong

if TYPE_CHECKING:
    from ..output import OutputSpec
    from ..types.performance import Performance
    from ..types.results import Content
    from .setup import RunSetup
    from .step_plan import StepPlan
    from .tool_calls import CheckedCall

__all__ = ["RunState", "StepOutcome"]

_RUNNABLE = ("stop", "tool-calls")  # after any other end the arguments may be cut off
_CUT_OFF = ("length", "content-filter", "error")  # asking on would not bring what is missing


@value
class StepOutcome:
    """What a step's model call and tools gave.

    Attributes:
        result: the model's answer.
        calls: tool call id -> the call as checked.
        tool_outputs: results and failures of the tools run here, in the order of the calls.
        approvals: requests for consent, and the answers that a policy gave.
    """

    result: ModelResult
    calls: dict[str, CheckedCall]
    tool_outputs: tuple[ToolResult | ToolFailure, ...] = ()
    approvals: tuple[ToolApprovalRequest | ToolApprovalResponse, ...] = ()


class RunState:
    """Steps so far, the conversation they make, and what `prepare_step` left for later steps.

    Attributes:
        steps: the finished steps.
        instructions: the system messages.
        messages: the conversation without them: the prompt and what the steps added.
        tools_context: tool name -> what the tool is given.
        runtime_context: the run's own value.
        resumed: what came of the calls that were approved before the run: its first step shows it.
    """

    def __init__(self, setup: RunSetup) -> None:
        self._include = setup.include
        self._owed: set[str] = set()  # provider-executed calls without a result so far
        self._moved = False  # the last step added to them or took from them
        self.steps: list[StepResult] = []
        self.instructions = setup.instructions
        self.messages: tuple[Message, ...] = setup.messages
        self.tools_context = setup.tools_context
        self.runtime_context = setup.runtime_context
        self._resumed: tuple[ToolResult | ToolFailure, ...] = ()

    @property
    def is_new(self) -> bool:
        """Nothing was added to the conversation yet."""
        return not self.steps and not self._resumed

    @property
    def usage(self) -> Usage:
        """Tokens of the finished steps, summed as in a result."""
        return GenerateTextResult(tuple(self.steps)).usage if self.steps else Usage()

    @property
    def response_messages(self) -> tuple[Message, ...]:
        """What the steps added to the conversation."""
        return tuple(message for step in self.steps for message in step.response_messages)

    @property
    def resumed(self) -> tuple[ToolResult | ToolFailure, ...]:
        return self._resumed

    @resumed.setter
    def resumed(self, outcomes: tuple[ToolResult | ToolFailure, ...]) -> None:
        self._resumed = outcomes
        self.messages = (*self.messages, *_messages(outcomes))

    @staticmethod
    def runnable(result: ModelResult, calls: Sequence[CheckedCall]) -> list[CheckedCall]:
        """The calls to run here: none if the answer was cut off."""
        if result.finish_reason not in _RUNNABLE:
            return []
        return [each for each in calls if each.tool is not None]

    def step(
        self,
        plan: StepPlan,
        model: ModelInfo,
        outcome: StepOutcome,
        performance: Performance | None = None,
    ) -> StepResult:
        """The result of a step that took this plan and came to this outcome."""
        result = outcome.result
        content = _content(outcome)
        before = () if plan.number else self._resumed
        return StepResult(
            plan.number,
            model,
            (*before, *content),
            result.finish_reason,
            result.raw_finish_reason,
            result.usage,
            (*plan.warnings, *result.warnings),
            self.request(result.request, plan),
            self._response(result.response),
            (*_messages(before), *_messages(content)),
            result.provider_metadata,
            result.attempts,
            performance,
            plan.tools_context,
            plan.runtime_context,
        )

    def add(self, step: StepResult, plan: StepPlan) -> None:
        """Take in a finished step."""
        self.steps.append(step)
        known = len(_messages(self._resumed)) if plan.number == 0 else 0
        self.messages = (*self.messages, *step.response_messages[known:])
        self._note_owed(step, plan)

    def reject(self, error: NoObjectGeneratedError) -> None:
        """Have the model answer again: the conversation goes on with what was wrong."""
        step, told = self.steps[-1], what_was_wrong(error)
        said = (*step.response_messages, told)
        self.steps[-1] = evolve(step, response_messages=said, rejected=str(error))
        self.messages = (*self.messages, told)

    @property
    def accepted(self) -> tuple[StepResult, ...]:
        """The steps that count for stop conditions: a rejected answer is as good as none."""
        return tuple(step for step in self.steps if step.rejected is None)

    def request(self, request: RequestInfo, plan: StepPlan) -> RequestInfo:
        """`request` as the caller asked to see it."""
        body = request.body if "request_body" in self._include else None
        messages = tuple(plan.call.prompt) if "request_messages" in self._include else ()
        return RequestInfo(body, messages)

    def _response(self, response: ResponseInfo) -> ResponseInfo:
        if "response_body" in self._include or response.body is None:
            return response
        return evolve(response, body=None)

    def _note_owed(self, step: StepResult, plan: StepPlan) -> None:
        """Remember the provider's own calls whose results may come in a later step."""
        before = frozenset(self._owed)
        for part in step.content:
            if isinstance(part, ToolCall) and part.provider_executed:
                tool = plan.tools.get(part.tool_name)
                if isinstance(tool, ProviderTool) and tool.supports_deferred_results:
                    self._owed.add(part.tool_call_id)
            elif isinstance(part, ToolFailure) or (
                isinstance(part, ToolResult) and not part.preliminary
            ):
                self._owed.discard(part.tool_call_id)
        self._moved = before != self._owed

    def may_continue(self) -> bool:
        """Whether the last step asks for another.

        It does when there is something to go on with, outputs of the tools run here or a result
        that the provider still owes, and nothing that somebody else must answer first. A step
        that changes nothing about what is owed ends the wait: asking again would not, either.
        """
        step = self.steps[-1]
        calls = [call for call in step.tool_calls if not call.provider_executed]
        if not calls and not self._owed:
            return False
        answered = {output.tool_call_id for output in step.tool_results}
        answered |= {failure.tool_call_id for failure in step.tool_errors}
        if not all(call.tool_call_id in answered for call in calls):
            return False
        owed = bool(self._owed) and self._moved and step.finish_reason not in _CUT_OFF
        return bool(calls) or owed

    def result(
        self,
        output: OutputSpec[Any],
        *,
        failed: bool = False,
        unfinished: StepResult | None = None,
        mended: str | None = None,
    ) -> GenerateTextResult[Any]:
        """The result of the run; `failed` leaves the output unread, `mended` is read instead."""
        steps = tuple(self.steps) if unfinished is None else (*self.steps, unfinished)
        if output.kind == "text":
            return GenerateTextResult(steps, steps[-1].text if steps else "")
        if failed or not steps:
            return GenerateTextResult(steps, None, NoOutputGeneratedError("the run did not finish"))
        final = steps[-1]
        facts = {
            "usage": sum((step.usage for step in steps[1:]), steps[0].usage),
            "finish_reason": final.finish_reason,
            "response": final.response,
        }
        text = final.text if mended is None else mended
        if final.finish_reason == "tool-calls" and not text:
            return GenerateTextResult(steps, None, _no_output(final, facts))
        if final.finish_reason in _CUT_OFF and mended is None:
            return GenerateTextResult(steps, None, _cut_off(final, facts))
        try:
            return GenerateTextResult(steps, output.parse(text, **facts), None, mended)
        except NoOutputGeneratedError as error:
            return GenerateTextResult(steps, None, error, mended)


_HINTS = {
    "length": "; allow more with max_output_tokens",
    "content-filter": "; the provider's content filter stopped it",
}


def _no_output(final: StepResult, facts: dict[str, Any]) -> NoOutputGeneratedError:
    return NoOutputGeneratedError(
        "the run ended after tool calls, before the model gave its answer; allow more steps "
        f"with stop_when=is_step_count({final.step_number + 2}) or more",
        **facts,
    )


def _cut_off(final: StepResult, facts: dict[str, Any]) -> NoObjectGeneratedError:
    return NoObjectGeneratedError(
        f"the answer is not whole: it ended for the reason {final.finish_reason!r}"
        + _HINTS.get(final.finish_reason, ""),
        text=final.text,
        **facts,
    )


def _content(outcome: StepOutcome) -> tuple[Content, ...]:
    out: list[Any] = []
    for part in outcome.result.content:
        out.append(
            outcome.calls[part.tool_call_id].call if isinstance(part, ModelToolCall) else part
        )
    return (*out, *outcome.approvals, *outcome.tool_outputs)


def _messages(content: Sequence[Content]) -> tuple[Message, ...]:
    """The assistant's turn, and the tool message that answers it."""
    said: list[Any] = [_said(part) for part in content if _belongs_to_assistant(part)]
    answers = [answer for part in content if (answer := _answer(part)) is not None]
    messages: list[Message] = [AssistantMessage(tuple(said))] if said else []
    if answers:
        messages.append(ToolMessage(tuple(answers)))
    return tuple(messages)


def _belongs_to_assistant(part: Any) -> bool:
    if isinstance(part, TextPart):
        return bool(part.text or part.provider_metadata)
    if isinstance(part, (ToolFailure, ToolApprovalResponse)):
        return False
    if isinstance(part, ToolResult):
        return part.provider_executed
    return True


def _said(part: Any) -> Any:
    return as_stored(part) if isinstance(part, ToolApprovalRequest) else part


def _answer(part: Any) -> ToolResult | ToolApprovalResponse | None:
    """The tool message's part for a result or failure of a tool run here, or for a consent."""
    if isinstance(part, ToolApprovalResponse):
        return part
    if isinstance(part, ToolCall) or getattr(part, "provider_executed", False):
        return None
    if isinstance(part, ToolResult) and not part.preliminary:
        from .tool_outputs import default_output

        form = part.model_output or default_output(part.output)
        return evolve(part, model_output=form)
    if isinstance(part, ToolFailure):
        text = str(part.error)
        return ToolResult(
            part.tool_call_id, part.tool_name, text, ErrorOutput(text), dynamic=part.dynamic
        )
    return None
