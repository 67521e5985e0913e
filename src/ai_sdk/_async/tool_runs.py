"""Running the tools of one step: in turn or side by side; outcomes come as they are ready."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from ..concurrency import CancelToken, Deadline, async_ as cc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from ..engine.setup import RunSetup
    from ..engine.step_plan import StepPlan
    from ..engine.tool_calls import CheckedCall
    from ..types.content import ToolFailure, ToolResult
    from ..types.run import CallControl
    from .callbacks import AsyncNotifier
    from .tool_execution import AsyncToolExecution

__all__ = ["AsyncToolBatch", "AsyncToolRunner"]

_END: Any = object()


class AsyncToolRunner:
    """Runs tools for one run; close it at the run's end.

    Attributes:
        seconds: how long a tool may take that does not say it itself.
    """

    def __init__(self, setup: RunSetup, notifier: AsyncNotifier) -> None:
        self._loop: cc.LoopRunner | None = None
        self.seconds = setup.timeout.tool
        self._limit = setup.max_parallel_tools
        self._cancel = setup.control.cancel
        self._notifier = notifier
        self._running: set[CancelToken] = set()
        self._taken: dict[str, float] = {}
        self._closed = False
        for tool in setup.tools.values():
            show = getattr(tool, "to_model_output", None)
            if show is not None:
                cc.check_colour(show, f"to_model_output of the tool {tool.name!r}")

    def start(
        self, calls: Sequence[CheckedCall], plan: StepPlan, control: CallControl
    ) -> AsyncToolBatch:
        """Begin to run calls.

        Args:
            calls: checked calls that have a tool.
            plan: the step: its messages and contexts.
            control: when the step and the run must have ended.
        """
        _ = self.loop  # before there are threads that would each make one
        in_turn = len(calls) <= 1 or self._limit == 1
        runs = [self._execution(each, plan, control, in_turn=in_turn) for each in calls]
        if in_turn:
            return _AsyncInTurn(runs)
        return _AsyncTogether(runs, self._limit, self._cancel)

    def _execution(
        self, checked: CheckedCall, plan: StepPlan, control: CallControl, *, in_turn: bool
    ) -> AsyncToolExecution:
        """A call of the caller's own colour runs in the caller's thread or task.

        On the synchronous side one with a time limit does not, unless the calls are to run one
        after the other: a thread of the caller's cannot be left alone.
        """
        from .tool_execution import AsyncToolExecution  # most runs have no tools

        tool = checked.tool
        assert tool is not None
        end = Deadline.earliest(control.step, control.total)
        step = control.step.at if control.step is not None else None
        limits = () if self._limit == 1 else (tool.timeout, self.seconds, step)
        here = in_turn and cc.runs_here(tool.execute, *limits)
        return AsyncToolExecution(self, checked, plan, end, here=here)

    # ---- what executions share

    @property
    def loop(self) -> cc.LoopRunner:
        """Runs functions of either kind; made by the first tool, as most runs have none."""
        if self._loop is None:
            self._loop = cc.LoopRunner()
        return self._loop

    async def notify(self, name: str, event: Any) -> None:
        """Call a callback, as long as somebody waits for the run."""
        left = self._closed or (self._cancel is not None and self._cancel.cancelled)
        if not left:
            await self._notifier.notify(name, event)

    def around(self, tool_call_id: str) -> AbstractContextManager[None]:
        """What telemetry puts around the code of a tool."""
        return self._notifier.telemetry.around_tool(tool_call_id)

    def check_cancelled(self) -> None:
        """Raise if the caller's token has fired."""
        if self._cancel is not None:
            self._cancel.check()

    def enter(self, token: CancelToken) -> Callable[[], None]:
        """Have a tool's token fire when the run ends or is cancelled; returns how to end that."""
        off = self._cancel.on_cancel(token.cancel) if self._cancel is not None else None
        self._running.add(token)

        def leave() -> None:
            if off is not None:
                off()
            self._running.discard(token)

        return leave

    def note_seconds(self, tool_call_id: str, seconds: float) -> float:
        """Remember how long a tool ran."""
        self._taken[tool_call_id] = seconds
        return seconds

    def take_seconds(self) -> dict[str, float]:
        """Tool call id -> how long the tool ran, for the calls since the last time."""
        taken, self._taken = self._taken, {}
        return taken

    async def aclose(self) -> None:
        """End what still runs: a tool whose thread nobody waits for learns it from its token."""
        self._closed = True
        for token in tuple(self._running):
            token.cancel("the run has ended")
        if self._loop is not None:
            await self._loop.aclose()


class AsyncToolBatch(Protocol):
    """The calls of one step while they run."""

    async def receive(self) -> ToolResult | ToolFailure | None:
        """The next preliminary result, result or failure; None when all calls have ended."""
        ...

    async def aclose(self) -> None:
        """Leave what still runs."""
        ...


class _AsyncInTurn:
    """One call after the other, in the task or thread of whoever receives."""

    def __init__(self, runs: Sequence[AsyncToolExecution]) -> None:
        self._todo = deque(runs)
        self._current: Any = None

    async def receive(self) -> ToolResult | ToolFailure | None:
        while self._current is not None or self._todo:
            if self._current is None:
                self._current = self._todo.popleft().outcomes()
            outcome: Any = await anext(self._current, _END)
            if outcome is not _END:
                found: ToolResult | ToolFailure = outcome
                return found
            self._current = None
        return None

    async def aclose(self) -> None:
        self._todo.clear()
        current, self._current = self._current, None
        if current is not None:
            await current.aclose()


class _AsyncTogether:
    """Several calls at once; a background job runs them and hands their outcomes on."""

    def __init__(
        self, runs: Sequence[AsyncToolExecution], limit: int | None, cancel: CancelToken | None
    ) -> None:
        self._channel = channel = cc.Channel[Any](len(runs), cancel=cancel)

        async def one(run: AsyncToolExecution) -> None:
            source: Any = run.outcomes()
            async with cc.aclosing(source):
                async for outcome in source:
                    await channel.put(outcome)

        async def job(stop: CancelToken) -> None:
            try:
                await cc.map_all(one, runs, limit=limit, cancel=stop)
            except BaseException as error:
                channel.close(error)
                raise
            channel.close()

        self._worker = cc.Worker(job)

    async def receive(self) -> ToolResult | ToolFailure | None:
        outcome: Any = await anext(self._channel, _END)
        return None if outcome is _END else outcome

    async def aclose(self) -> None:
        self._channel.close()
        await self._worker.aclose()
