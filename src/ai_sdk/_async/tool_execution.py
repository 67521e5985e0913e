"""One call of a tool: run within its limits, its results one by one; failures become results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..concurrency import CancelToken, Deadline, DeadlineExceeded, async_ as cc
from ..concurrency.clock import clock
from ..engine.callbacks import ToolEndEvent, ToolStartEvent
from ..engine.tool_binding import bound, context_of, shown_by
from ..engine.tool_outcomes import failure, is_generator, preliminary, result
from ..errors import APITimeoutError, RunCancelledError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from functools import partial

    from ..engine.step_plan import StepPlan
    from ..engine.tool_calls import CheckedCall
    from ..types.content import ToolFailure, ToolResult
    from .tool_runs import AsyncToolRunner

__all__ = ["AsyncToolExecution"]

_END: Any = object()


class AsyncToolExecution:
    """Runs one checked call that has a tool.

    Args:
        runner: what the calls of a run share.
        checked: the call.
        plan: the step: its messages and contexts.
        end: when the step or the run must have ended.
        here: the tool may run in the caller's own thread or task.
    """

    def __init__(
        self,
        runner: AsyncToolRunner,
        checked: CheckedCall,
        plan: StepPlan,
        end: Deadline,
        *,
        here: bool,
    ) -> None:
        assert checked.tool is not None
        self._runner = runner
        self._checked = checked
        self._tool = checked.tool
        self._plan = plan
        self._end = end
        self._here = here
        self._token = CancelToken()
        self._off: Callable[[], object] = lambda: None
        call = checked.call
        self._context = context_of(plan, call.tool_call_id, call.tool_name, call.input, self._token)
        seconds = self._tool.timeout
        self._seconds = runner.seconds if seconds is None else seconds

    async def outcomes(self) -> AsyncIterator[ToolResult | ToolFailure]:
        """Preliminary results as the tool yields them, then its result or failure."""
        call, plan, runner = self._checked.call, self._plan, self._runner
        event = ToolStartEvent(call, plan.number, plan.runtime_context)
        await runner.notify("on_tool_start", event)
        started = clock.now()
        outcome: Any = None
        source: Any = self._limited()
        try:
            async with cc.aclosing(source):
                async for each in source:
                    if each.preliminary:
                        yield each
                    else:
                        outcome = each
        except DeadlineExceeded:
            raise
        except RunCancelledError as error:
            runner.check_cancelled()
            outcome = failure(self._checked, error)  # a run inside the tool, not this one
        except Exception as error:
            outcome = failure(self._checked, error)
        seconds = runner.note_seconds(call.tool_call_id, clock.now() - started)
        ended = ToolEndEvent(call, outcome, seconds, plan.number, plan.runtime_context)
        await runner.notify("on_tool_end", ended)
        yield outcome

    async def _limited(self) -> AsyncIterator[ToolResult]:
        """The results; past its time the tool is told, and nobody waits for it any more.

        Raises:
            DeadlineExceeded: the step or the run must end.
            APITimeoutError: the tool's own time is up.
        """
        deadline = Deadline.earliest(Deadline(self._seconds), self._end)
        leave = self._runner.enter(self._token)
        source: Any = self._results(deadline)
        if self._here:
            self._watch(deadline)
        try:
            async with cc.aclosing(source):
                async for each in source:
                    yield each
        except (DeadlineExceeded, RunCancelledError) as error:
            if not isinstance(error, DeadlineExceeded) and not deadline.expired:
                raise
            self._runner.check_cancelled()
            self._time_is_up()
            if self._end.expired:
                raise DeadlineExceeded from error
            raise self._too_late() from error
        except Exception:
            raise
        except BaseException:  # a task was cancelled, Ctrl-C, the reader left
            self._token.cancel("the run has ended")
            raise
        finally:
            self._off()
            leave()

    def _watch(self, deadline: Deadline) -> None:
        """Tell the tool when its time is up, where no wait of ours would notice."""
        self._off()
        self._off = cc.alarm(deadline, self._time_is_up)

    def _time_is_up(self) -> None:
        self._token.cancel("the tool's time is up")

    def _too_late(self) -> APITimeoutError:
        seconds = self._seconds or 0.0
        return APITimeoutError(
            f"the tool took longer than {seconds:g} s", limit="tool", seconds=seconds
        )

    async def _results(self, deadline: Deadline) -> AsyncIterator[ToolResult]:
        call = bound(self._tool, self._checked, self._context)
        output = await self._called(call, deadline)
        if is_generator(output):
            last: Any = None
            items: Any = cc.items(
                output, runner=self._runner.loop, here=self._here, cancel=self._token
            )
            self._watch(deadline)
            async with cc.aclosing(items):
                while (item := await self._next(items, deadline)) is not _END:
                    last = item
                    yield preliminary(self._checked, item)
            output = last
        if self._here:
            deadline.left()  # a thread of the caller's comes back when it likes
        yield await self._result(output)

    async def _called(self, call: partial[Any], deadline: Deadline) -> Any:
        if cc.isgenerator_callable(self._tool.execute):
            return call()  # makes the generator; none of its code runs yet
        with self._runner.around(self._checked.call.tool_call_id):
            return await self._runner.loop.call(
                call, deadline=deadline, cancel=self._token, here=self._here
            )

    async def _next(self, items: Any, deadline: Deadline) -> Any:
        async def step() -> Any:
            item: Any = await anext(items, _END)
            return item

        with self._runner.around(self._checked.call.tool_call_id):
            return await cc.guard(step, deadline=deadline, cancel=self._token)

    async def _result(self, output: Any) -> ToolResult:
        show = shown_by(self._tool, output, self._context)
        shown = output if show is None else await cc.invoke(show)
        return result(self._checked, output, shown)
