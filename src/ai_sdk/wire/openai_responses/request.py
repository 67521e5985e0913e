"""A call as a Responses request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ...types.call import CallWarning
from ...types.content import CustomPart
from ...types.messages import AssistantMessage
from .._model import field_names
from ..foreign import foreign_sources
from ..openai_models import refusal_of, system_mode_of
from ..options import deep_merge, own_fields, read_options
from ..protocol import WireRequest
from ._generated import ResponseRequest
from .items import InputWriter
from .tool_items import call_kinds
from .tools import allowed_tools, text_format, to_tool_choice, to_tools, tool_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...types.call import LanguageModelCall
    from ...types.messages import Message
    from ...types.tools import ToolDefinition
    from ..openai_models import ModelFacts
    from .dialect import ResponsesDialect

__all__ = ["EXTRA_OPTIONS", "KNOWN_OPTIONS", "build"]

EXTRA_OPTIONS: Final = frozenset(
    (
        "allowed_tools",
        "force_reasoning",
        "logprobs",
        "reasoning_effort",
        "reasoning_summary",
        "strict_json_schema",
        "system_message_mode",
        "text_verbosity",
    )
)
"""Options that are no field of the request but shape it."""

KNOWN_OPTIONS: Final = (
    frozenset(field_names(ResponseRequest)) - {"stream", "tools"}
) | EXTRA_OPTIONS
"""All options: the fields of the request, and our own. `model` and `input` are among them for
stored prompts, which bring their own."""

_ENCRYPTED: Final = "reasoning.encrypted_content"
_LOGPROBS: Final = "message.output_text.logprobs"
_MOST_LOGPROBS: Final = 20  # OpenAI's API reference, responses/create, top_logprobs


def build(
    dialect: ResponsesDialect, model_id: str, call: LanguageModelCall, stream: bool
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
    options, warnings = read_options(
        call.provider_options,
        dialect.option_namespaces,
        KNOWN_OPTIONS,
        aliases={"verbosity": "text_verbosity"},
        pass_unknown=dialect.pass_unknown_options,
    )
    warnings += foreign_sources(dialect.name, call.prompt)
    facts = dialect.facts(model_id, bool(options.get("force_reasoning")))
    writer = InputWriter(
        dialect,
        system_mode_of(
            options.get("system_message_mode"), dialect.system_mode or facts.system_mode
        ),
        call_kinds(call.tools),
        warnings,
        stored=options.get("store") is not False,
    )
    body: dict[str, Any] = {
        "model": model_id,
        "input": writer.write(_unsent(dialect, call.prompt, options, warnings)),
        **_settings(dialect, facts, call, options, warnings),
    }
    if tools := to_tools(dialect, call.tools, warnings):
        body["tools"] = tools
        if call.tool_choice is not None:
            body["tool_choice"] = to_tool_choice(call.tool_choice, call.tools)
    _text(dialect, body, call, options, warnings)
    _reasoning(dialect, facts, body, call, options, warnings)
    if stream:
        body["stream"] = True
    _apply(body, options, call.tools)
    _include(dialect, facts, body, options)
    if call.extra_body:
        body = deep_merge(body, call.extra_body)
    names = tool_names(call.tools)
    return WireRequest(dialect.path, body, warnings=tuple(warnings), context={"names": names})


def _unsent(
    dialect: ResponsesDialect,
    prompt: Sequence[Message],
    options: Mapping[str, Any],
    warnings: list[CallWarning],
) -> Sequence[Message]:
    """What of the prompt the provider does not have: a stored conversation holds everything up to
    the last answer that it gave."""
    if not options.get("conversation"):
        return prompt
    for place in range(len(prompt), 0, -1):
        if _is_stored(dialect, prompt[place - 1]):
            text = f"{dialect.name}: the conversation has the first {place} messages already"
            warnings.append(CallWarning("other", text, setting="conversation"))
            return prompt[place:]
    return prompt


def _is_stored(dialect: ResponsesDialect, message: Message) -> bool:
    if not isinstance(message, AssistantMessage) or isinstance(message.content, str):
        return False
    return any(
        "item_id" in own_fields(dialect.option_namespaces, {}, part.provider_metadata)
        for part in message.content
        if not isinstance(part, CustomPart)
    )


def _settings(
    dialect: ResponsesDialect,
    facts: ModelFacts,
    call: LanguageModelCall,
    options: Mapping[str, Any],
    warnings: list[CallWarning],
) -> dict[str, Any]:
    """The call's settings that the model takes; the others become warnings."""
    wanted: dict[str, Any] = {
        "max_output_tokens": call.max_output_tokens,
        "temperature": call.temperature,
        "top_p": call.top_p,
        "top_k": call.top_k,
        "presence_penalty": call.presence_penalty,
        "frequency_penalty": call.frequency_penalty,
        "stop_sequences": list(call.stop_sequences) or None,
        "seed": call.seed,
    }
    thinks = _effort(call, options) != "none"
    out: dict[str, Any] = {}
    for name, setting in wanted.items():
        if setting is None or name in options:
            continue
        if refusal := _refusal(dialect, facts, name, thinks):
            text = f"{dialect.name}: {refusal}; it is left out"
            warnings.append(CallWarning("unsupported", text, setting=name))
        else:
            out[name] = setting
    return out


def _refusal(dialect: ResponsesDialect, facts: ModelFacts, name: str, thinks: bool) -> str | None:
    if name in dialect.unsupported:
        return f"the Responses API has no setting {name}"
    return refusal_of(facts, name, thinks)


def _effort(call: LanguageModelCall, options: Mapping[str, Any]) -> Any:
    if "reasoning_effort" in options:
        return options["reasoning_effort"]
    given = options.get("reasoning")
    if isinstance(given, Mapping) and "effort" in given:
        return given["effort"]
    return None if call.reasoning == "provider-default" else call.reasoning


def _reasoning(
    dialect: ResponsesDialect,
    facts: ModelFacts,
    body: dict[str, Any],
    call: LanguageModelCall,
    options: Mapping[str, Any],
    warnings: list[CallWarning],
) -> None:
    effort = _effort(call, options)
    if effort is not None and call.reasoning == effort and not facts.reasoning:
        text = f"{dialect.name}: this model does not reason; it is left out"
        warnings.append(CallWarning("unsupported", text, setting="reasoning"))
        effort = None
    wanted = {"effort": effort, "summary": options.get("reasoning_summary")}
    fields = {name: item for name, item in wanted.items() if item is not None}
    if fields:
        body["reasoning"] = fields


def _text(
    dialect: ResponsesDialect,
    body: dict[str, Any],
    call: LanguageModelCall,
    options: Mapping[str, Any],
    warnings: list[CallWarning],
) -> None:
    fields: dict[str, Any] = {}
    if call.response_format is not None:
        form = text_format(dialect, call.response_format, options, warnings)
        if form is not None:
            fields["format"] = form
    if options.get("text_verbosity") is not None:
        fields["verbosity"] = options["text_verbosity"]
    if fields:
        body["text"] = fields


def _apply(
    body: dict[str, Any], options: Mapping[str, Any], tools: Sequence[ToolDefinition]
) -> None:
    """Lay the options over the body: an explicit option wins, None takes a field out."""
    if (given := options.get("allowed_tools")) is not None:
        body["tool_choice"] = allowed_tools(given, tools)
    for name, setting in options.items():
        if name in EXTRA_OPTIONS or (name == "stream_options" and "stream" not in body):
            continue
        if setting is None:
            body.pop(name, None)
        elif name in ("reasoning", "text") and isinstance(setting, Mapping):
            body[name] = {**body.get(name, {}), **setting}
        else:
            body[name] = setting


def _include(
    dialect: ResponsesDialect, facts: ModelFacts, body: dict[str, Any], options: Mapping[str, Any]
) -> None:
    """Ask for what the answer would lack: log probabilities, and reasoning nobody stores."""
    wanted: list[str] = []
    logprobs = options.get("logprobs")
    if logprobs:
        most = _MOST_LOGPROBS if logprobs is True else logprobs
        body.setdefault("top_logprobs", most)
        wanted.append(_LOGPROBS)
    unstored = body.get("store") is False and facts.reasoning and "include" not in options
    if unstored and dialect.encrypted_reasoning:
        wanted.append(_ENCRYPTED)
    if wanted:
        given = body.get("include") or []
        body["include"] = [*given, *(name for name in wanted if name not in given)]
