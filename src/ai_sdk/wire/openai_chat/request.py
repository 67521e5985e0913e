"""A call as a Chat Completions request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.call import CallWarning
from .._convert import unstructure
from .._model import field_names
from ..foreign import foreign_sources
from ..openai_models import refusal_of, system_mode_of
from ..options import deep_merge, read_options
from ..protocol import WireRequest
from ._generated import ChatRequest, ChatStreamOptions
from .messages import to_messages
from .tools import (
    allowed_tools,
    custom_tool_names,
    response_format,
    to_tool_choice,
    to_tools,
)

if TYPE_CHECKING:
    from ...types.call import LanguageModelCall
    from ..openai_models import ModelFacts
    from .dialect import ChatDialect

__all__ = ["EXTRA_OPTIONS", "KNOWN_OPTIONS", "build"]

EXTRA_OPTIONS: Final = frozenset(
    (
        "allowed_tools",
        "force_reasoning",
        "include_usage",
        "strict_json_schema",
        "system_message_mode",
    )
)
"""Options that are no field of the request but shape it."""

KNOWN_OPTIONS: Final = (
    frozenset(field_names(ChatRequest)) - {"messages", "model", "stream", "tools"}
) | EXTRA_OPTIONS
"""All options: every field of the request that is not the call itself, and our own."""

_ALIASES: Final = {"text_verbosity": "verbosity"}

_TOKENS: Final = ("max_tokens", "max_completion_tokens")


def build(
    dialect: ChatDialect, model_id: str, call: LanguageModelCall, stream: bool
) -> WireRequest:
    """The request for a call.

    Args:
        dialect: the provider's way of speaking.
        model_id: the model's id.
        call: the call, its prompt normalised.
        stream: ask for the answer piece by piece.

    Raises:
        InvalidArgumentError: an option has a value that cannot be meant.
        UnsupportedFunctionalityError: a file cannot be sent in a chat message.
    """
    options, warnings = read_options(
        call.provider_options,
        dialect.option_namespaces,
        KNOWN_OPTIONS,
        aliases=_ALIASES,
        pass_unknown=dialect.pass_unknown_options,
    )
    warnings += foreign_sources(dialect.name, call.prompt)
    facts = dialect.facts(model_id, bool(options.get("force_reasoning")))
    custom = custom_tool_names(call.tools)
    usual = dialect.system_mode or facts.system_mode
    system_mode = system_mode_of(options.get("system_message_mode"), usual)
    body: dict[str, Any] = {
        "model": model_id,
        "messages": to_messages(dialect, call.prompt, system_mode, custom, warnings),
        **_settings(dialect, facts, call, options, warnings),
    }
    if tools := to_tools(dialect, call.tools, warnings):
        body["tools"] = tools
    if tools and call.tool_choice is not None:
        body["tool_choice"] = to_tool_choice(call.tool_choice, custom)
    if call.response_format is not None:
        form = response_format(dialect, call.response_format, options, warnings)
        if form is not None:
            body["response_format"] = form
    if stream:
        body["stream"] = True
    _apply(dialect, body, options, custom)
    if call.extra_body:
        body = deep_merge(body, call.extra_body)
    return WireRequest(dialect.path, body, warnings=tuple(warnings), context=_context(body))


def _context(body: dict[str, Any]) -> dict[str, Any]:
    """What the readers of the answer must know of the question."""
    audio = body.get("audio")
    return {"audio_format": audio.get("format")} if isinstance(audio, dict) else {}


def _settings(
    dialect: ChatDialect,
    facts: ModelFacts,
    call: LanguageModelCall,
    options: dict[str, Any],
    warnings: list[CallWarning],
) -> dict[str, Any]:
    """The call's settings that the model takes; the others become warnings."""
    effort = None if call.reasoning == "provider-default" else call.reasoning
    wanted: dict[str, Any] = {
        dialect.tokens_field or facts.tokens_field: call.max_output_tokens,
        "temperature": call.temperature,
        "top_p": call.top_p,
        "top_k": call.top_k,
        "presence_penalty": call.presence_penalty,
        "frequency_penalty": call.frequency_penalty,
        "stop": list(call.stop_sequences) or None,
        "seed": call.seed,
        "reasoning_effort": None if effort is None else dialect.efforts.get(effort, effort),
    }
    thinks = options.get("reasoning_effort", effort) != "none"
    out: dict[str, Any] = {}
    for name, setting in wanted.items():
        if setting is None or name in options or (name in _TOKENS and _limited(options)):
            continue
        if refusal := _refusal(dialect, facts, name, thinks):
            text = f"{dialect.name}: {refusal}; it is left out"
            setting_name = "reasoning" if name == "reasoning_effort" else name
            warnings.append(CallWarning("unsupported", text, setting=setting_name))
        else:
            out[name] = setting
    return out


def _limited(options: dict[str, Any]) -> bool:
    return any(name in options for name in _TOKENS)


def _refusal(dialect: ChatDialect, facts: ModelFacts, name: str, thinks: bool) -> str | None:
    """Why a setting cannot be sent, or None."""
    if name in dialect.unsupported:
        return f"the setting {name} is not supported"
    if name == "reasoning_effort" and not facts.reasoning:
        return "this model does not reason"
    return refusal_of(facts, name, thinks)


def _apply(
    dialect: ChatDialect, body: dict[str, Any], options: dict[str, Any], custom: frozenset[str]
) -> None:
    """Lay the options over the body: an explicit option wins, None takes a field out."""
    usage = options.get("include_usage")
    if "stream" in body and (dialect.usage_in_stream if usage is None else usage):
        body["stream_options"] = unstructure(ChatStreamOptions(include_usage=True))
    if (given := options.get("allowed_tools")) is not None:
        body["tool_choice"] = allowed_tools(given, custom)
    for name, setting in options.items():
        if name in EXTRA_OPTIONS or (name == "stream_options" and "stream" not in body):
            continue
        if setting is None:
            body.pop(name, None)
        elif name == "stream_options" and isinstance(setting, dict):
            body[name] = {**body.get(name, {}), **setting}
        else:
            body[name] = setting
    top = body.get("logprobs")
    if type(top) is int:  # how many alternatives, in one word
        body["logprobs"] = True
        body.setdefault("top_logprobs", top)
