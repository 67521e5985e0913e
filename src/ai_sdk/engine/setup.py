"""The arguments of `generate_text` and `stream_text`, checked and brought together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from ..errors import InvalidArgumentError
from ..output import Output, OutputSpec
from ..tools import AnyTool, ToolSet, definitions, named_tools
from ..types._value import field, value
from ..types.call import LanguageModelCall, ReasoningLevel
from ..types.run import CallControl
from ..types.timeouts import Timeout, as_timeout
from .callbacks import Callbacks
from .prompt import Instructions, MessageLike, check_tool_results, normal_prompt
from .settings import (
    check_count,
    check_mapping,
    check_number,
    check_reasoning,
    check_stop_sequences,
    tool_choice_of,
)
from .stop import StopCondition, stop_conditions

if TYPE_CHECKING:
    from ..concurrency import CancelToken
    from ..types.content import Metadata
    from ..types.tools import ToolChoice
    from .callbacks import (
        AbortEvent,
        ChunkEvent,
        EndEvent,
        ErrorEvent,
        StartEvent,
        StepEndEvent,
        StepStartEvent,
        ToolEndEvent,
        ToolStartEvent,
    )

__all__ = ["INCLUDES", "RunSetup", "TextSettings", "run_setup"]

INCLUDES = frozenset({"request_body", "response_body", "raw_chunks"})


class TextSettings(TypedDict, total=False):
    """What `generate_text` and `stream_text` take besides the model and the prompt.

    See the guide "Settings" for each one; unset ones are left to the provider.
    """

    allow_system_in_messages: bool
    max_output_tokens: int | None
    temperature: float | None
    top_p: float | None
    top_k: int | None
    presence_penalty: float | None
    frequency_penalty: float | None
    stop_sequences: Sequence[str] | None
    seed: int | None
    reasoning: ReasoningLevel | None
    tools: ToolSet | None
    tool_choice: str | ToolChoice | Mapping[str, str] | None
    active_tools: Sequence[str] | None
    max_parallel_tools: int | None
    tools_context: Mapping[str, Any] | None
    stop_when: StopCondition | Sequence[StopCondition] | None
    max_retries: int
    timeout: float | Timeout | None
    cancel: CancelToken | None
    headers: Mapping[str, str] | None
    provider_options: Metadata | None
    extra_body: Mapping[str, Any] | None
    include: Iterable[str]
    on_start: Callable[[StartEvent], Any] | None
    on_step_start: Callable[[StepStartEvent], Any] | None
    on_tool_start: Callable[[ToolStartEvent], Any] | None
    on_tool_end: Callable[[ToolEndEvent], Any] | None
    on_step_end: Callable[[StepEndEvent], Any] | None
    on_chunk: Callable[[ChunkEvent], Any] | None
    on_end: Callable[[EndEvent], Any] | None
    on_error: Callable[[ErrorEvent], Any] | None
    on_abort: Callable[[AbortEvent], Any] | None


CALLBACKS = frozenset(
    {
        "on_start",
        "on_step_start",
        "on_tool_start",
        "on_tool_end",
        "on_step_end",
        "on_chunk",
        "on_end",
        "on_error",
        "on_abort",
    }
)


@value
class RunSetup:
    """A run, ready to begin but for its model's driver.

    `default_limits`: the caller gave no timeout, so the client's own limits hold.
    """

    call: LanguageModelCall
    control: CallControl
    tools: Mapping[str, AnyTool]
    output: OutputSpec[Any]
    stop_when: tuple[StopCondition, ...]
    callbacks: Callbacks
    include: frozenset[str]
    max_parallel_tools: int | None = None
    tools_context: Mapping[str, Any] = field(factory=dict)
    default_limits: bool = False

    @property
    def timeout(self) -> Timeout:
        """The named limits."""
        return self.control.timeout


def run_setup(
    *,
    instructions: Instructions | None,
    prompt: str | Sequence[MessageLike] | None,
    messages: Sequence[MessageLike] | None,
    output: OutputSpec[Any] | None,
    settings: Mapping[str, Any],
) -> RunSetup:
    """Check everything a caller gave; nothing has been sent yet when it raises.

    Raises:
        InvalidArgumentError: an argument is unknown, of the wrong type or out of range.
        InvalidPromptError: the prompt is missing, doubled, empty or malformed.
        MissingToolResultsError: the messages hold tool calls without results.
    """
    given = dict(settings)
    unknown = set(given) - set(TextSettings.__annotations__)
    if unknown:
        raise _unknown_arguments(unknown)
    conversation = normal_prompt(
        instructions, prompt, messages, allow_system=bool(given.get("allow_system_in_messages"))
    )
    check_tool_results(conversation)
    tools = _active(named_tools(given.get("tools")), given.get("active_tools"))
    spec = _output(output)
    include = _include(given.get("include"))
    call = LanguageModelCall(
        conversation,
        **_sampling(given),
        response_format=spec.response_format(),
        tools=definitions(tools),
        tool_choice=tool_choice_of(given.get("tool_choice"), tuple(tools)),
        headers=check_mapping("headers", given.get("headers")),
        provider_options=check_options(given.get("provider_options")),
        extra_body=check_mapping("extra_body", given.get("extra_body")),
        include_raw=bool(include),
    )
    check_count("max_parallel_tools", given.get("max_parallel_tools"), 1)
    return RunSetup(
        call,
        control_of(given),
        tools,
        spec,
        stop_conditions(given.get("stop_when")),
        _callbacks(given),
        include,
        given.get("max_parallel_tools"),
        check_mapping("tools_context", given.get("tools_context")),
        given.get("timeout") is None,
    )


def _unknown_arguments(unknown: set[str]) -> InvalidArgumentError:
    import difflib

    name = sorted(unknown)[0]
    near = difflib.get_close_matches(name, TextSettings.__annotations__, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return InvalidArgumentError(f"there is no argument {name!r}{hint}", parameter=name)


def _sampling(given: Mapping[str, Any]) -> dict[str, Any]:
    check_count("max_output_tokens", given.get("max_output_tokens"), 1)
    check_number("temperature", given.get("temperature"), 0, 2)
    check_number("top_p", given.get("top_p"), 0, 1)
    check_count("top_k", given.get("top_k"), 1)
    check_number("presence_penalty", given.get("presence_penalty"), -2, 2)
    check_number("frequency_penalty", given.get("frequency_penalty"), -2, 2)
    check_count("seed", given.get("seed"))
    names = (
        "max_output_tokens",
        "temperature",
        "top_p",
        "top_k",
        "presence_penalty",
        "frequency_penalty",
        "seed",
    )
    return {
        **{name: given.get(name) for name in names},
        "stop_sequences": check_stop_sequences(given.get("stop_sequences")),
        "reasoning": check_reasoning(given.get("reasoning")),
    }


def check_options(options: Any) -> Mapping[str, Mapping[str, Any]]:
    """`provider_options`, refused when it is not provider name -> mapping."""
    for provider, fields in check_mapping("provider_options", options).items():
        if not isinstance(fields, Mapping):
            raise InvalidArgumentError(
                f"provider_options[{provider!r}] must be a mapping of that provider's options",
                parameter="provider_options",
                value=options,
            )
    return options or {}


def control_of(given: Mapping[str, Any]) -> CallControl:
    """Time limits, retries and cancellation of a call."""
    retries = given.get("max_retries", 2)
    if retries is None:
        retries = 2
    check_count("max_retries", retries, 0)
    cancel = given.get("cancel")
    if cancel is not None and not hasattr(cancel, "on_cancel"):
        raise InvalidArgumentError(
            f"cancel must be a CancelToken, not {type(cancel).__name__}",
            parameter="cancel",
            value=cancel,
        )
    return CallControl(as_timeout(given.get("timeout")), retries, cancel=cancel)


def _active(tools: dict[str, AnyTool], active: Any) -> dict[str, AnyTool]:
    if active is None:
        return tools
    if isinstance(active, str):
        active = [active]
    for name in active:
        if name not in tools:
            raise InvalidArgumentError(
                f"active_tools names {name!r}; the tools are: {', '.join(tools) or 'none'}",
                parameter="active_tools",
                value=name,
            )
    return {name: tool for name, tool in tools.items() if name in active}


def _output(output: Any) -> OutputSpec[Any]:
    if output is None:
        return Output.text()
    if not isinstance(output, OutputSpec):
        raise InvalidArgumentError(
            f"output must come from Output, such as Output.object({output!r})",
            parameter="output",
            value=output,
        )
    return output


def _include(given: Any) -> frozenset[str]:
    names = frozenset({given} if isinstance(given, str) else given or ())
    if not names <= INCLUDES:
        raise InvalidArgumentError(
            f"include may hold {', '.join(sorted(INCLUDES))}, not {sorted(names - INCLUDES)}",
            parameter="include",
            value=given,
        )
    return names


def _callbacks(given: Mapping[str, Any]) -> Callbacks:
    found = {name: given[name] for name in CALLBACKS if given.get(name) is not None}
    for name, callback in found.items():
        if not callable(callback):
            raise InvalidArgumentError(f"{name} must be a function", parameter=name, value=callback)
    return Callbacks(found)
