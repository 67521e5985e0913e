"""The arguments of `generate_text` and `stream_text`, checked and brought together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from ..errors import InvalidArgumentError
from ..output import Output, OutputSpec
from ..tools import AnyTool, ToolSet, definitions, named_tools
from ..tools.approval import ToolApprovalPolicy, approval_policy
from ..types._value import field, value
from ..types.call import CallWarning, LanguageModelCall, ReasoningLevel
from ..types.run import CallControl
from ..types.telemetry import Telemetry, as_telemetry
from ..types.timeouts import Timeout, as_timeout
from .approval_signatures import approval_secret
from .callbacks import Callbacks
from .prompt import (
    Instructions,
    MessageLike,
    check_tool_results,
    normal_instructions,
    normal_prompt,
)
from .repairs import Repairs, repairs_of
from .sampling import check_options, sampling
from .settings import (
    check_count,
    check_download,
    check_headers,
    check_mapping,
    hide_headers,
    tool_choice_of,
)
from .stop import StopCondition, stop_conditions
from .tool_contexts import tool_contexts
from .tool_offer import check_names, offered

if TYPE_CHECKING:
    from ..concurrency import CancelToken
    from ..types.content import Metadata
    from ..types.download import Download, DownloadFunction
    from ..types.messages import Message, SystemMessage
    from ..types.secret import Secret
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
    from .prepare_step import PrepareStep
    from .tool_repair import ToolCallRepair

__all__ = ["INCLUDES", "RunSetup", "TextSettings", "mode_warnings", "run_setup"]

_PAYLOADS = frozenset({"request_body", "response_body", "raw_chunks"})
INCLUDES = _PAYLOADS | {"request_messages"}


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
    tool_order: Sequence[str] | None
    max_parallel_tools: int | None
    tools_context: Mapping[str, Any] | None
    tool_approval: ToolApprovalPolicy | None
    tool_approval_secret: str | bytes | Secret | None
    repair_tool_call: Callable[[ToolCallRepair], Any] | None
    runtime_context: Any
    stop_when: StopCondition | Sequence[StopCondition] | None
    prepare_step: PrepareStep | None
    repair_object: Callable[[str, Exception], Any] | None
    max_repairs: int
    max_retries: int
    timeout: float | Timeout | None
    cancel: CancelToken | None
    headers: Mapping[str, str] | None
    provider_options: Metadata | None
    extra_body: Mapping[str, Any] | None
    download: Download | DownloadFunction | None
    include: Iterable[str]
    telemetry: Telemetry | bool | None
    on_start: Callable[[StartEvent], Any] | None
    on_step_start: Callable[[StepStartEvent], Any] | None
    on_tool_start: Callable[[ToolStartEvent], Any] | None
    on_tool_end: Callable[[ToolEndEvent], Any] | None
    on_step_end: Callable[[StepEndEvent], Any] | None
    on_chunk: Callable[[ChunkEvent], Any] | None
    on_end: Callable[[EndEvent], Any] | None
    on_error: Callable[[ErrorEvent], Any] | None
    on_abort: Callable[[AbortEvent], Any] | None


_SETTINGS = frozenset(TextSettings.__annotations__)

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

    Attributes:
        call: the first step's call as the caller asked for it; the prompt begins with the
            instructions, the tools are those on offer.
        instructions: the system messages at the prompt's beginning.
        tools: all tools by name; those on offer depend on `active_tools` and the step.
        default_limits: the caller gave no timeout, so the client's own limits hold.
        makes: "text" or "object": which function was called.
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
    instructions: tuple[SystemMessage, ...] = ()
    active_tools: tuple[str, ...] | None = None
    tool_order: tuple[str, ...] | None = None
    prepare_step: PrepareStep | None = None
    runtime_context: Any = None
    allow_system: bool = False
    tool_approval: ToolApprovalPolicy | None = None
    tool_approval_secret: Secret | None = None
    repair_tool_call: Callable[[ToolCallRepair], Any] | None = None
    repairs: Repairs = Repairs()
    telemetry: Telemetry = field(factory=Telemetry)
    makes: str = "text"

    @property
    def timeout(self) -> Timeout:
        """The named limits."""
        return self.control.timeout

    @property
    def messages(self) -> tuple[Message, ...]:
        """The conversation without the instructions."""
        return tuple(self.call.prompt[len(self.instructions) :])


def run_setup(
    *,
    instructions: Instructions | None,
    prompt: str | Sequence[MessageLike] | None,
    messages: Sequence[MessageLike] | None,
    output: OutputSpec[Any] | None,
    settings: Mapping[str, Any],
    makes: str = "text",
) -> RunSetup:
    """Check everything a caller gave; nothing has been sent yet when it raises.

    Raises:
        InvalidArgumentError: an argument is unknown, of the wrong type or out of range.
        InvalidPromptError: the prompt is missing, doubled, empty or malformed.
        MissingToolResultsError: the messages hold tool calls without results.
    """
    given = settings
    hide_headers(given)
    unknown = given.keys() - _SETTINGS
    if unknown:
        raise _unknown_arguments(unknown)
    allow_system = bool(given.get("allow_system_in_messages"))
    conversation = normal_prompt(instructions, prompt, messages, allow_system=allow_system)
    check_tool_results(conversation)
    tools = named_tools(given.get("tools"))
    active = check_names("active_tools", given.get("active_tools"), tools)
    order = check_names("tool_order", given.get("tool_order"), tools)
    offer = offered(tools, active, order)
    spec = _output(output)
    include = _include(given.get("include"))
    call = LanguageModelCall(
        conversation,
        **sampling(given),
        response_format=spec.response_format(),
        tools=definitions(offer),
        tool_choice=tool_choice_of(given.get("tool_choice"), tuple(offer)),
        headers=check_headers(given.get("headers")),
        provider_options=check_options(given.get("provider_options")),
        extra_body=check_mapping("extra_body", given.get("extra_body")),
        include_raw=bool(include & _PAYLOADS),
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
        tool_contexts(given.get("tools_context"), tools),
        given.get("timeout") is None,
        normal_instructions(instructions),
        active,
        order,
        _function("prepare_step", given.get("prepare_step")),
        given.get("runtime_context"),
        allow_system,
        approval_policy(given.get("tool_approval"), tools),
        approval_secret(given.get("tool_approval_secret")),
        _function("repair_tool_call", given.get("repair_tool_call")),
        repairs_of(given),
        as_telemetry(given.get("telemetry")),
        makes,
    )


def _unknown_arguments(unknown: Collection[str]) -> InvalidArgumentError:
    import difflib

    name = sorted(unknown)[0]
    if name == "transform":
        return InvalidArgumentError(
            "transform belongs to stream_text: elsewhere no parts of a stream are read as text",
            parameter=name,
        )
    near = difflib.get_close_matches(name, TextSettings.__annotations__, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return InvalidArgumentError(f"there is no argument {name!r}{hint}", parameter=name)


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
    return CallControl(
        as_timeout(given.get("timeout")),
        retries,
        cancel=cancel,
        download=check_download(given.get("download")),
    )


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


def mode_warnings(setup: RunSetup, streaming: bool) -> tuple[CallWarning, ...]:
    """What was asked for and cannot be had in this way of calling."""
    missed: list[tuple[str, str]] = []
    if streaming and "response_body" in setup.include:
        missed.append(("include", "a stream's body is not kept; raw_chunks shows its events"))
    if not streaming and "raw_chunks" in setup.include:
        missed.append(("include", "raw_chunks: only a stream has events"))
    if not streaming and setup.callbacks.get("on_chunk") is not None:
        missed.append(("on_chunk", "only a stream has parts: on_chunk is never called"))
    return tuple(CallWarning("unsupported", why, setting) for setting, why in missed)


_NO_CALLBACKS = Callbacks({})


def _callbacks(given: Mapping[str, Any]) -> Callbacks:
    if given.keys().isdisjoint(CALLBACKS):
        return _NO_CALLBACKS
    found = {name: given[name] for name in CALLBACKS if given.get(name) is not None}
    for name, callback in found.items():
        _function(name, callback)
    return Callbacks(found)


def _function(name: str, given: Any) -> Any:
    if given is not None and not callable(given):
        raise InvalidArgumentError(f"{name} must be a function", parameter=name, value=given)
    return given
