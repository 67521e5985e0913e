"""`prepare_step`: what the function is told before a step, and what it may change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import InvalidArgumentError
from ..types._value import EMPTY, field, value

if TYPE_CHECKING:
    from ..types.call import ReasoningLevel
    from ..types.content import Metadata
    from ..types.messages import Message, SystemMessage
    from ..types.models import LanguageModel
    from ..types.results import StepResult
    from ..types.tools import ToolChoice
    from .prompt import Instructions, MessageLike

__all__ = ["PrepareStep", "PrepareStepContext", "PrepareStepResult", "prepared"]

PrepareStep: TypeAlias = "Callable[[PrepareStepContext], Any]"
"""Gets a `PrepareStepContext`; returns a `PrepareStepResult`, a dict of its fields, or None to
change nothing. With `ai_sdk.aio` it may be a coroutine function."""


@value
class PrepareStepContext:
    """What `prepare_step` knows of the step that is about to begin.

    Attributes:
        model: the run's model, as a handle.
        steps: the finished steps.
        step_number: 0 for the first.
        instructions: the instructions as earlier steps left them.
        initial_instructions: those the run began with.
        messages: the conversation as earlier steps left it, without the instructions.
        initial_messages: that which the run began with.
        response_messages: what the finished steps added.
        tools_context: tool name -> what the tool is given.
        runtime_context: the run's own value.
    """

    model: LanguageModel
    steps: tuple[StepResult, ...]
    step_number: int
    instructions: tuple[SystemMessage, ...] = field(repr=False)
    initial_instructions: tuple[SystemMessage, ...] = field(repr=False)
    messages: tuple[Message, ...] = field(repr=False)
    initial_messages: tuple[Message, ...] = field(repr=False)
    response_messages: tuple[Message, ...] = field(repr=False)
    tools_context: Mapping[str, Any] = field(default=EMPTY, repr=False)
    runtime_context: Any = field(default=None, repr=False)


@value
class PrepareStepResult:
    """What `prepare_step` changes; None leaves a setting as it is.

    `instructions`, `messages`, `tools_context` and `runtime_context` hold for the later steps as
    well; everything else holds for this step only.

    Attributes:
        model: "provider:model-id" or a handle, also of another provider.
        tool_choice: see `generate_text`.
        active_tools: names of the tools on offer.
        tool_order: names of the tools to list first; the rest follows by name.
        instructions: replace the instructions.
        messages: replace the conversation; later steps append to it.
        tools_context: replaces the run's.
        runtime_context: replaces the run's.
        provider_options: merged into the run's, mapping by mapping; lists are replaced.
        headers: replace the run's header lines.
        extra_body: replaces the run's.

    Example:
        >>> PrepareStepResult(model="openai:gpt-5-mini", temperature=0).model
        'openai:gpt-5-mini'
    """

    model: str | LanguageModel | None = field(default=None, kw_only=True)
    tool_choice: str | ToolChoice | Mapping[str, str] | None = field(default=None, kw_only=True)
    active_tools: Sequence[str] | None = field(default=None, kw_only=True)
    tool_order: Sequence[str] | None = field(default=None, kw_only=True)
    instructions: Instructions | None = field(default=None, kw_only=True)
    messages: Sequence[MessageLike] | None = field(default=None, kw_only=True)
    tools_context: Mapping[str, Any] | None = field(default=None, kw_only=True)
    runtime_context: Any = field(default=None, kw_only=True)
    provider_options: Metadata | None = field(default=None, kw_only=True)
    headers: Mapping[str, str] | None = field(default=None, kw_only=True, repr=False)
    extra_body: Mapping[str, Any] | None = field(default=None, kw_only=True)
    max_output_tokens: int | None = field(default=None, kw_only=True)
    temperature: float | None = field(default=None, kw_only=True)
    top_p: float | None = field(default=None, kw_only=True)
    top_k: int | None = field(default=None, kw_only=True)
    presence_penalty: float | None = field(default=None, kw_only=True)
    frequency_penalty: float | None = field(default=None, kw_only=True)
    stop_sequences: Sequence[str] | None = field(default=None, kw_only=True)
    seed: int | None = field(default=None, kw_only=True)
    reasoning: ReasoningLevel | None = field(default=None, kw_only=True)


_FIELDS = tuple(PrepareStepResult.__annotations__)


def prepared(given: Any) -> dict[str, Any]:
    """What the function returned, as field name -> value without the unset ones.

    Raises:
        InvalidArgumentError: it is no such value, or names a field that does not exist.
    """
    if given is None:
        return {}
    if isinstance(given, PrepareStepResult):
        fields: Mapping[str, Any] = {name: getattr(given, name) for name in _FIELDS}
    elif isinstance(given, Mapping):
        fields = given
    else:
        raise InvalidArgumentError(
            "prepare_step must return a PrepareStepResult, a dict or None, "
            f"not {type(given).__name__}",
            parameter="prepare_step",
            value=given,
        )
    unknown = set(fields) - set(_FIELDS)
    if unknown:
        raise InvalidArgumentError(
            f"prepare_step returned {sorted(unknown, key=str)}; it may change {', '.join(_FIELDS)}",
            parameter="prepare_step",
            value=given,
        )
    return {name: item for name, item in fields.items() if item is not None}
