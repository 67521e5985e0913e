"""Tool calls as they arrive: bad ones are repaired, tools are told of their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..concurrency import async_ as cc
from ..engine.reports import report_callback
from ..engine.tool_binding import context_of
from ..engine.tool_calls import check_call
from ..engine.tool_repair import ToolCallRepair, repair_failed, repaired
from ..tools import Tool
from ..types.content import ToolCall
from ..types.stream_parts import ToolInputDelta, ToolInputStart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.setup import RunSetup
    from ..engine.step_plan import StepPlan
    from ..engine.tool_calls import CheckedCall
    from ..types.call import ModelToolCall
    from ..types.stream_parts import StreamPart
    from .open_step import AsyncOpenStep

__all__ = ["AsyncToolInputs"]

_HOOKS = ("on_input_start", "on_input_delta", "on_input_available")


class AsyncToolInputs:
    """Looks after the tool calls of a run until they are ready to be run."""

    def __init__(self, setup: RunSetup) -> None:
        self._repair = setup.repair_tool_call
        self._cancel = setup.control.cancel
        self._hooks: set[str] = set()
        for tool in setup.tools.values():
            for name in _HOOKS:
                hook = getattr(tool, name, None)
                if hook is not None:
                    cc.check_colour(hook, f"{name} of the tool {tool.name!r}")
                    self._hooks.add(tool.name)
        self._names: dict[str, str] = {}  # tool call id -> name, of the calls being written

    async def arrived(
        self, parts: Sequence[StreamPart], step: AsyncOpenStep
    ) -> Sequence[StreamPart]:
        """A stream's parts, with bad calls replaced by their repaired forms."""
        if self._repair is None and not self._hooks:
            return parts
        out: list[StreamPart] = []
        for part in parts:
            if isinstance(part, ToolInputStart):
                self._names[part.id] = part.tool_name
                await self._tell("on_input_start", part.id, part.tool_name, step.plan)
            elif isinstance(part, ToolInputDelta):
                name = self._names.get(part.id, "")
                await self._tell("on_input_delta", part.id, name, step.plan, part.delta)
            elif isinstance(part, ToolCall) and part.tool_call_id in step.calls:
                part = await self._settled(step, step.calls[part.tool_call_id])
            out.append(part)
        return out

    async def complete(self, step: AsyncOpenStep) -> None:
        """See to the calls of an answer that came whole."""
        for made in step.model_calls:
            if made.tool_call_id not in step.calls:
                step.calls[made.tool_call_id] = checked = check_call(made, step.plan.tools)
                await self._settled(step, checked)

    async def _settled(self, step: AsyncOpenStep, checked: CheckedCall) -> ToolCall:
        call = checked.call
        if call.invalid and self._repair is not None:
            made = step.model_call(call.tool_call_id)
            checked = await self._mended(checked, made, step.plan)
            step.calls[call.tool_call_id] = checked
        call = checked.call
        if not call.invalid:
            await self._tell(
                "on_input_available",
                call.tool_call_id,
                call.tool_name,
                step.plan,
                checked.arguments,
                tool_input=call.input,
            )
        return call

    async def _mended(
        self, checked: CheckedCall, made: ModelToolCall, plan: StepPlan
    ) -> CheckedCall:
        """The call as the hook mends it; the bad one if it does not."""
        call = checked.call
        assert self._repair is not None and call.error is not None
        about = ToolCallRepair(call, call.error, plan.tools, plan.messages, plan.instructions)
        try:
            given = await cc.invoke(self._repair, about)
            return checked if given is None else check_call(repaired(given, made), plan.tools)
        except Exception as error:
            cc.raise_refusal(error)
            return repair_failed(checked, made, error)

    async def _tell(
        self,
        hook: str,
        tool_call_id: str,
        tool_name: str,
        plan: StepPlan,
        *given: Any,
        tool_input: Any = None,
    ) -> None:
        tool = plan.tools.get(tool_name)
        callback = getattr(tool, hook, None) if isinstance(tool, Tool) else None
        if callback is None:
            return
        context = context_of(plan, tool_call_id, tool_name, tool_input, self._cancel)
        try:
            await cc.invoke(callback, *given, context)
        except Exception as error:
            cc.raise_refusal(error)
            report_callback(f"{hook} of the tool {tool_name!r}")
