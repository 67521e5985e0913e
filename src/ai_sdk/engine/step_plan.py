"""One step as it is to be taken: the run's settings with what `prepare_step` changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InvalidArgumentError
from ..tools import definitions
from ..types._value import EMPTY, evolve, field, value
from .prompt import check_tool_results, normal_instructions, normal_prompt
from .sampling import SAMPLING, check_options, merged_options, sampling
from .settings import check_headers, check_mapping, tool_choice_of
from .tool_contexts import tool_contexts
from .tool_offer import check_names, offered

if TYPE_CHECKING:
    from ..tools import AnyTool
    from ..types.call import CallWarning, LanguageModelCall
    from ..types.messages import Message, SystemMessage
    from ..types.tools import ToolChoice
    from .prepare_step import PrepareStepContext
    from .run_state import RunState
    from .setup import RunSetup

__all__ = ["StepPlan", "plan_step", "step_context"]


@value
class StepPlan:
    """What a step does, and what its tools and callbacks may know.

    Attributes:
        number: 0 for the first.
        call: the model call; its prompt is the instructions and the messages.
        tools: the tools on offer by name.
        instructions: the system messages.
        messages: the conversation before the step.
        model: the model if `prepare_step` chose one, else None.
        tools_context: tool name -> what the tool is given.
        runtime_context: the run's own value.
        warnings: what the step cannot do as it was asked.
    """

    number: int
    call: LanguageModelCall = field(repr=False)
    tools: Mapping[str, AnyTool] = field(repr=False)
    instructions: tuple[SystemMessage, ...] = field(default=(), repr=False)
    messages: tuple[Message, ...] = field(default=(), repr=False)
    model: Any = None
    tools_context: Mapping[str, Any] = field(default=EMPTY, repr=False)
    runtime_context: Any = field(default=None, repr=False)
    warnings: tuple[CallWarning, ...] = ()


def step_context(setup: RunSetup, state: RunState, model: Any) -> PrepareStepContext:
    """What `prepare_step` is told before the next step."""
    from .prepare_step import PrepareStepContext

    return PrepareStepContext(
        model,
        tuple(state.steps),
        len(state.steps),
        state.instructions,
        setup.instructions,
        state.messages,
        setup.messages,
        state.response_messages,
        state.tools_context,
        state.runtime_context,
    )


def plan_step(
    setup: RunSetup, state: RunState, returned: Any = None, warnings: tuple[CallWarning, ...] = ()
) -> StepPlan:
    """Plan the next step; what is to persist is kept in `state`.

    Args:
        setup: the run's settings.
        state: the run so far.
        returned: what `prepare_step` returned.
        warnings: what the step cannot do as it was asked.

    Raises:
        InvalidArgumentError: a change has a wrong name, type or range.
        InvalidPromptError: the changed messages are malformed.
        MissingToolResultsError: they hold tool calls without results.
    """
    changes = {} if returned is None else _changes(returned)
    if changes:
        _persist(setup, state, changes)
        tools, fields = _offer(setup, changes)
        fields |= _settings(setup, changes)
    else:
        tools, fields = offered(setup.tools, setup.active_tools, setup.tool_order), {}
    if changes or not state.is_new:
        fields["prompt"] = (*state.instructions, *state.messages)
    return StepPlan(
        len(state.steps),
        evolve(setup.call, **fields) if fields else setup.call,
        tools,
        state.instructions,
        state.messages,
        changes.get("model"),
        state.tools_context,
        state.runtime_context,
        warnings,
    )


def _changes(returned: Any) -> dict[str, Any]:
    from .prepare_step import prepared  # most runs have none

    return prepared(returned)


def _persist(setup: RunSetup, state: RunState, changes: Mapping[str, Any]) -> None:
    if "instructions" in changes:
        state.instructions = normal_instructions(changes["instructions"])
    if "messages" in changes:
        messages = normal_prompt(None, None, changes["messages"], allow_system=setup.allow_system)
        check_tool_results(messages)
        state.messages = messages
    if "tools_context" in changes:
        state.tools_context = tool_contexts(changes["tools_context"], setup.tools)
    if "runtime_context" in changes:
        state.runtime_context = changes["runtime_context"]


def _offer(
    setup: RunSetup, changes: Mapping[str, Any]
) -> tuple[Mapping[str, AnyTool], dict[str, Any]]:
    """The tools on offer, and the call's fields about them."""
    active = check_names("active_tools", changes.get("active_tools"), setup.tools)
    order = check_names("tool_order", changes.get("tool_order"), setup.tools)
    tools = offered(
        setup.tools,
        setup.active_tools if active is None else active,
        setup.tool_order if order is None else order,
    )
    fields: dict[str, Any] = {"tool_choice": _choice(setup, changes, tools)}
    if active is not None or order is not None:
        fields["tools"] = definitions(tools)
    return tools, fields


def _choice(
    setup: RunSetup, changes: Mapping[str, Any], tools: Mapping[str, AnyTool]
) -> ToolChoice | None:
    choice = setup.call.tool_choice
    if "tool_choice" in changes:
        return tool_choice_of(changes["tool_choice"], tuple(tools))
    if choice is None or not tools:
        return None
    if choice.type == "tool" and choice.tool_name not in tools:
        raise InvalidArgumentError(
            f"prepare_step left out the tool {choice.tool_name!r}, which tool_choice asks for; "
            "return another tool_choice with it",
            parameter="active_tools",
            value=changes.get("active_tools"),
        )
    return choice


def _settings(setup: RunSetup, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The call's changed fields that have nothing to do with tools."""
    checked = sampling(changes)
    fields = {name: checked[name] for name in SAMPLING if name in changes}
    if "headers" in changes:
        fields["headers"] = check_headers(changes["headers"])
    if "extra_body" in changes:
        fields["extra_body"] = check_mapping("extra_body", changes["extra_body"])
    options = check_options(changes.get("provider_options"))
    if options:
        fields["provider_options"] = merged_options(setup.call.provider_options, options)
    return fields
