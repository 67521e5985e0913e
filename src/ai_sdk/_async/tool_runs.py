"""Running the tools of one step: side by side, with time limits; failures become results."""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Any

from ..concurrency import CancelToken, Deadline, DeadlineExceeded, async_ as cc
from ..concurrency.clock import clock
from ..engine.callbacks import ToolEndEvent, ToolStartEvent
from ..engine.tool_outputs import default_output
from ..errors import (
    APITimeoutError,
    RunCancelledError,
    ToolExecutionError,
)
from ..tools import ToolContext
from ..types.content import ToolFailure, ToolResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.setup import RunSetup
    from ..engine.step_plan import StepPlan
    from ..engine.tool_calls import CheckedCall
    from ..tools import Tool
    from ..types.run import CallControl
    from .callbacks import AsyncNotifier

__all__ = ["AsyncToolRunner"]


class AsyncToolRunner:
    """Runs tools for one run; close it at the run's end."""

    def __init__(self, setup: RunSetup, notifier: AsyncNotifier) -> None:
        self._setup = setup
        self._notifier = notifier
        self._runner = cc.LoopRunner()
        self._running: set[CancelToken] = set()
        self._seconds: dict[str, float] = {}
        self._closed = False

    async def aclose(self) -> None:
        """End what still runs: a tool whose thread nobody waits for learns it from its token."""
        self._closed = True
        for token in tuple(self._running):
            token.cancel("the run has ended")
        await self._runner.aclose()

    def take_seconds(self) -> dict[str, float]:
        """Tool call id -> how long the tool ran, for the calls since the last time."""
        taken, self._seconds = self._seconds, {}
        return taken

    async def run(
        self, calls: Sequence[CheckedCall], plan: StepPlan, control: CallControl
    ) -> tuple[ToolResult | ToolFailure, ...]:
        """Run the calls; the outcomes come in their order.

        Args:
            calls: checked calls that have a tool.
            plan: the step: its messages and contexts.
            control: when the step and the run must have ended.
        """
        limit = self._setup.max_parallel_tools
        alone = len(calls) == 1 or limit == 1
        one = partial(self._one, plan=plan, control=control, alone=alone)
        outcomes = await cc.map_all(one, calls, limit=limit, cancel=control.cancel)
        return tuple(outcomes)

    async def _one(
        self,
        checked: CheckedCall,
        *,
        plan: StepPlan,
        control: CallControl,
        alone: bool,
    ) -> ToolResult | ToolFailure:
        event = ToolStartEvent(checked.call, plan.number, plan.runtime_context)
        await self._notifier.notify("on_tool_start", event)
        started = clock.now()
        outcome: ToolResult | ToolFailure
        try:
            outcome = await self._execute(checked, plan, _end(checked, control, alone))
        except DeadlineExceeded:
            raise
        except RunCancelledError as error:
            cancel = self._setup.control.cancel
            if cancel is not None and cancel.cancelled:
                raise
            outcome = _failure(checked, error)  # a run inside the tool was cancelled, not this one
        except Exception as error:
            outcome = _failure(checked, error)
        if self._closed:
            return outcome  # nobody waits for it any more
        self._seconds[checked.call.tool_call_id] = seconds = clock.now() - started
        end = ToolEndEvent(checked.call, outcome, seconds, plan.number, plan.runtime_context)
        await self._notifier.notify("on_tool_end", end)
        return outcome

    async def _execute(self, checked: CheckedCall, plan: StepPlan, end: Deadline) -> ToolResult:
        tool = checked.tool
        assert tool is not None and tool.execute is not None
        token = CancelToken()
        cancel = self._setup.control.cancel
        off = cancel.on_cancel(token.cancel) if cancel is not None else None
        seconds = tool.timeout if tool.timeout is not None else self._setup.timeout.tool
        call = _bound(tool, checked, plan, token)
        deadline = Deadline.earliest(Deadline(seconds), end)
        self._running.add(token)
        try:
            output = await self._runner.call(call, deadline=deadline, cancel=token)
        except DeadlineExceeded as error:
            token.cancel("the tool's time is up")
            if end.expired:
                raise
            raise APITimeoutError(
                f"the tool took longer than {seconds:g} s", limit="tool", seconds=seconds
            ) from error
        except Exception:
            raise
        except BaseException:  # a task was cancelled, Ctrl-C: nobody waits for the tool any more
            token.cancel("the run has ended")
            raise
        finally:
            if off is not None:
                off()
            self._running.discard(token)
        return _result(checked, output)


def _bound(
    tool: Tool[..., Any], checked: CheckedCall, plan: StepPlan, token: CancelToken
) -> partial[Any]:
    """The tool's function with its arguments."""
    assert tool.execute is not None
    keywords: dict[str, Any] = {}
    if tool.call_style == "kwargs":
        keywords.update(checked.arguments)
    if tool.context_parameter is not None:
        keywords[tool.context_parameter] = ToolContext(
            checked.call.tool_call_id,
            plan.messages,
            token,
            plan.tools_context.get(tool.name),
        )
    if tool.call_style == "input":
        return partial(tool.execute, checked.arguments, **keywords)
    return partial(tool.execute, **keywords)


def _end(checked: CheckedCall, control: CallControl, alone: bool) -> Deadline:
    """When the step or the run ends, which ends the tool as well.

    Not the run for a plain function that runs alone: that one stays in its caller's thread, where
    nothing can end it.
    """
    tool = checked.tool
    if alone and tool is not None and not cc.iscoroutine_callable(tool.execute):
        return Deadline.earliest(control.step)
    return Deadline.earliest(control.step, control.total)


def _result(checked: CheckedCall, output: Any) -> ToolResult:
    call, tool = checked.call, checked.tool
    assert tool is not None
    if inspect.isgenerator(output) or inspect.isasyncgen(output):
        raise TypeError("the tool returned a generator; return a value, such as a list")
    shown = output if tool.to_model_output is None else tool.to_model_output(output)
    return ToolResult(
        call.tool_call_id,
        call.tool_name,
        output,
        default_output(shown),
        call.input,
        dynamic=call.dynamic,
        provider_metadata=call.provider_metadata,
    )


def _failure(checked: CheckedCall, error: Exception) -> ToolFailure:
    call = checked.call
    reason = ToolExecutionError(
        f"{type(error).__name__}: {error}" if str(error) else type(error).__name__,
        tool_name=call.tool_name,
        tool_call_id=call.tool_call_id,
    )
    reason.__cause__ = error
    return ToolFailure(
        call.tool_call_id,
        call.tool_name,
        reason,
        call.input,
        call.dynamic,
        provider_metadata=call.provider_metadata,
    )


def invalid_outcome(checked: CheckedCall) -> ToolFailure | None:
    """The failure that answers a call which was never run because it is invalid."""
    call = checked.call
    if call.error is None:
        return None
    return ToolFailure(
        call.tool_call_id,
        call.tool_name,
        call.error,
        call.input,
        call.dynamic,
        provider_metadata=call.provider_metadata,
    )
