"""A call as a Messages request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidArgumentError
from ...schema import UnsupportedSchemaError
from ...types._value import evolve
from ...types.call import CallWarning
from ...types.content import ReasoningPart
from ...types.messages import AssistantMessage
from .._model import field_names
from ..foreign import foreign_sources
from ..options import deep_merge, read_options
from ..protocol import WireRequest
from ._generated import MessageRequest
from .betas import betas_of
from .caching import breakpoint_of, limit_breakpoints
from .conversation import Conversation
from .settings import SettingsWriter
from .tools import Toolbox, to_tool_choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...types.call import LanguageModelCall
    from ...types.messages import Message
    from .dialect import MessagesDialect

__all__ = ["EXTRA_OPTIONS", "KNOWN_OPTIONS", "build", "message_fields"]

EXTRA_OPTIONS: Final = frozenset(
    (
        "betas",
        "continue_paused",
        "disable_parallel_tool_use",
        "effort",
        "interleaved_thinking",
        "send_reasoning",
        "task_budget",
        "tool_streaming",
    )
)
"""Options that are no field of the request but shape it."""

KNOWN_OPTIONS: Final = (
    frozenset(field_names(MessageRequest)) - {"model", "messages", "stream", "tools"}
) | EXTRA_OPTIONS
"""All options: the fields of the request, and our own."""

_INTERLEAVED: Final = "interleaved-thinking-2025-05-14"
_MERGED: Final = ("output_config",)


def build(
    dialect: MessagesDialect, model_id: str, call: LanguageModelCall, stream: bool
) -> WireRequest:
    """The request for a call.

    Args:
        dialect: the provider's way of speaking.
        model_id: the model's id.
        call: the call, its prompt normalised.
        stream: ask for the answer as events.

    Raises:
        InvalidArgumentError: an option has a value that cannot be meant.
        UnsupportedFunctionalityError: a file cannot be sent.
    """
    warnings: list[CallWarning] = []
    body, context, headers = message_fields(dialect, model_id, call, warnings)
    if stream:
        body["stream"] = True
    if call.extra_body:
        body = deep_merge(body, call.extra_body)
    return WireRequest(
        dialect.path,
        body,
        headers=headers,
        lists=("anthropic-beta",),
        warnings=tuple(warnings),
        context=context,
    )


def message_fields(
    dialect: MessagesDialect, model_id: str, call: LanguageModelCall, warnings: list[CallWarning]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """The body of a request, notes for the reader of its answer, and the protocol's headers."""
    options, unknown = read_options(
        call.provider_options,
        dialect.option_namespaces,
        KNOWN_OPTIONS,
        aliases={"anthropic_beta": "betas"},
        pass_unknown=dialect.pass_unknown_options,
    )
    warnings += unknown
    warnings += foreign_sources(dialect.name, call.prompt)
    facts = dialect.facts(model_id)
    box = Toolbox(dialect, call.tools, warnings)
    talk = Conversation(dialect, facts, box.names, warnings)
    body: dict[str, Any] = {
        "model": model_id,
        **talk.write(_spoken(call.prompt, options)),
        **SettingsWriter(dialect, facts, options, warnings).write(call),
    }
    if box.tools:
        body["tools"] = _streamed(box.tools, options)
        parallel = options.get("disable_parallel_tool_use")
        choice = to_tool_choice(
            call.tool_choice, box.names, None if parallel is None else not parallel
        )
        if choice is not None:
            body["tool_choice"] = choice
    if talk.content.container is not None:
        body["container"] = talk.content.container
    _form(dialect, body, call, warnings)
    _apply(body, options)
    limit_breakpoints(dialect.name, body, warnings)
    headers = _headers(dialect, body, options)
    names = {wire: listed for listed, wire in box.names.items()}
    return body, {"names": names, "documents": tuple(talk.content.documents)}, headers


def _spoken(prompt: Sequence[Message], options: Mapping[str, Any]) -> Sequence[Message]:
    """The prompt, without the model's reasoning where the caller does not want it sent."""
    if options.get("send_reasoning", True):
        return prompt
    return [_without_reasoning(message) for message in prompt]


def _without_reasoning(message: Message) -> Message:
    if not isinstance(message, AssistantMessage) or isinstance(message.content, str):
        return message
    kept = tuple(part for part in message.content if not isinstance(part, ReasoningPart))
    return evolve(message, content=kept)


def _streamed(tools: list[dict[str, Any]], options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tools; with `tool_streaming` the caller's own send their input as it is written."""
    if "tool_streaming" not in options:
        return tools
    eager = {"eager_input_streaming": options["tool_streaming"]}
    return [{**eager, **tool} if "input_schema" in tool else tool for tool in tools]


def _form(
    dialect: MessagesDialect,
    body: dict[str, Any],
    call: LanguageModelCall,
    warnings: list[CallWarning],
) -> None:
    """Hold the answer to the schema that the call wants."""
    wanted = call.response_format
    if wanted is None or wanted.type == "text":
        return
    if wanted.schema is None:
        text = f"{dialect.name}: JSON is asked for by a schema only; it is left out"
        warnings.append(CallWarning("unsupported", text, setting="response_format"))
        return
    schema = dict(wanted.schema)
    from ...schema import lower

    try:
        schema = dict(lower(schema, "anthropic").schema)
    except UnsupportedSchemaError as error:
        text = f"{dialect.name}: the schema is sent as it is, because {error}"
        warnings.append(CallWarning("compatibility", text, setting="response_format"))
    form = {"type": "json_schema", "schema": schema}
    body["output_config"] = {**body.get("output_config", {}), "format": form}


def _apply(body: dict[str, Any], options: Mapping[str, Any]) -> None:
    """Lay the options over the body: an explicit option wins, None takes a field out."""
    for name, setting in options.items():
        if name in EXTRA_OPTIONS or name == "thinking":
            continue
        if setting is None:
            body.pop(name, None)
        elif name in _MERGED and isinstance(setting, Mapping):
            body[name] = {**body.get(name, {}), **setting}
        else:
            body[name] = breakpoint_of(setting) if name == "cache_control" else setting
    if options.get("task_budget") is not None:
        config = body.get("output_config", {})
        body["output_config"] = {**config, "task_budget": _budget(options["task_budget"])}


def _budget(given: Any) -> Any:
    """A task budget: a number of tokens, or the object itself."""
    return {"type": "tokens", "total": given} if isinstance(given, int) else given


def _headers(
    dialect: MessagesDialect, body: dict[str, Any], options: Mapping[str, Any]
) -> dict[str, str]:
    headers = {"anthropic-version": dialect.version}
    if not dialect.newer and "user_profile_id" in body:
        headers["anthropic-user-profile-id"] = body.pop("user_profile_id")
    wanted = _wanted_betas(options.get("betas"))
    if options.get("interleaved_thinking"):
        wanted.append(_INTERLEAVED)
    betas = betas_of(body, wanted, newer=dialect.newer) if dialect.betas else tuple(wanted)
    if betas:
        headers["anthropic-beta"] = ",".join(betas)
    return headers


def _wanted_betas(given: Any) -> list[str]:
    names: Iterable[Any] = (
        given.split(",") if isinstance(given, str) else () if given is None else given
    )
    found = [name.strip() if isinstance(name, str) else name for name in names]
    if not all(isinstance(name, str) and name for name in found):
        raise InvalidArgumentError(
            "betas must be a list of names of beta features", parameter="provider_options"
        )
    return found
