"""A call as a generateContent request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidArgumentError
from ...types.call import CallWarning
from .._model import field_names
from ..foreign import foreign_sources
from ..options import deep_merge, read_options
from ..protocol import WireRequest
from ._generated import FunctionCallingConfig, GenerateRequest, GenerationConfig, ToolConfig
from .contents import ContentsWriter
from .dialect import facts_of
from .names import model_path, spellings, wire_spelling
from .schemas import schema_mode_of, sendable
from .thinking import thinking_config
from .tools import calling_config, to_tools, tool_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.call import LanguageModelCall
    from .dialect import GoogleDialect, ModelFacts

__all__ = ["EXTRA_OPTIONS", "KNOWN_OPTIONS", "build"]

EXTRA_OPTIONS: Final = frozenset(
    ("allowed_function_names", "safety_threshold", "schema_mode", "structured_outputs")
)
"""Options that are no field of the request but shape it."""

_BODY: Final = spellings(
    set(field_names(GenerateRequest))
    - {"contents", "generationConfig", "model", "systemInstruction", "toolConfig", "tools"}
)
_CONFIG: Final = spellings(field_names(GenerationConfig))
_TOOLS: Final = spellings(set(field_names(ToolConfig)) - {"functionCallingConfig"})
_CALLING: Final = spellings(set(field_names(FunctionCallingConfig)) - {"mode"})

KNOWN_OPTIONS: Final = frozenset((*_BODY, *_CONFIG, *_TOOLS, *_CALLING)) | EXTRA_OPTIONS
"""All options: the fields of the request and of its settings, and our own."""

_HARMS: Final = (
    "HARM_CATEGORY_HATE_SPEECH",
    "HARM_CATEGORY_DANGEROUS_CONTENT",
    "HARM_CATEGORY_HARASSMENT",
    "HARM_CATEGORY_SEXUALLY_EXPLICIT",
)


def build(
    dialect: GoogleDialect, model_id: str, call: LanguageModelCall, stream: bool
) -> WireRequest:
    """The request for a call.

    Args:
        dialect: who is asked.
        model_id: the model's id.
        call: the call, its prompt normalised.
        stream: ask for the answer piece by piece.

    Raises:
        InvalidArgumentError: the model's id or an option cannot be meant.
        UnsupportedFunctionalityError: a file cannot be sent.
    """
    options, warnings = read_options(
        call.provider_options,
        dialect.option_namespaces,
        KNOWN_OPTIONS,
        aliases={"threshold": "safety_threshold"},
    )
    facts = facts_of(model_id)
    warnings += foreign_sources(dialect.name, call.prompt)
    body = ContentsWriter(dialect, facts, warnings).write(call.prompt)
    tools = to_tools(dialect, facts, call.tools, schema_mode_of(options), warnings)
    if tools:
        body["tools"] = tools
    if config := _tool_config(dialect, facts, tools, call, options):
        body["toolConfig"] = config
    if settings := _settings(dialect, facts, call, options, warnings):
        body["generationConfig"] = settings
    _apply(body, options)
    if call.extra_body:
        body = deep_merge(body, call.extra_body)
    action = "streamGenerateContent" if stream else "generateContent"
    return WireRequest(
        model_path(dialect, model_id, action),
        body,
        query={"alt": "sse"} if stream else {},
        warnings=tuple(warnings),
        context={"names": tool_names(call.tools)},
    )


def _settings(
    dialect: GoogleDialect,
    facts: ModelFacts,
    call: LanguageModelCall,
    options: Mapping[str, Any],
    warnings: list[CallWarning],
) -> dict[str, Any]:
    """The `generationConfig`: the call's settings, with the options laid over them."""
    wanted: dict[str, Any] = {
        "maxOutputTokens": call.max_output_tokens,
        "temperature": call.temperature,
        "topP": call.top_p,
        "topK": call.top_k,
        **_penalties(dialect, facts, call, warnings),
        "stopSequences": list(call.stop_sequences) or None,
        "seed": call.seed,
        "thinkingConfig": thinking_config(dialect, facts, call.reasoning, warnings),
        **_form(dialect, facts, call, options, warnings),
    }
    out = {name: setting for name, setting in wanted.items() if setting is not None}
    for name, wire in _CONFIG.items():
        if name not in options:
            continue
        setting = options[name] if "schema" in name else wire_spelling(options[name])
        if setting is None:
            out.pop(wire, None)
        elif wire == "thinkingConfig" and isinstance(setting, dict):
            out[wire] = _thinking(out.get(wire, {}), setting)
        elif wire == "speechConfig" and isinstance(setting, str):
            out[wire] = {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": setting}}}
        else:
            out[wire] = setting
    return out


def _penalties(
    dialect: GoogleDialect, facts: ModelFacts, call: LanguageModelCall, warnings: list[CallWarning]
) -> dict[str, Any]:
    """The penalties. At the Gemini API models of 2.5 refuse them with a status of 400."""
    wanted = {
        "presence_penalty": call.presence_penalty,
        "frequency_penalty": call.frequency_penalty,
    }
    taken = facts.penalties or dialect.vertex
    for name, setting in wanted.items():
        if setting is not None and not taken:
            text = f"{dialect.name}: this model takes no {name}; it is left out"
            warnings.append(CallWarning("unsupported", text, setting=name))
    return wire_spelling(wanted) if taken else {}


def _thinking(told: Mapping[str, Any], option: Mapping[str, Any]) -> dict[str, Any]:
    """An option's level or budget replaces whichever the call's `reasoning` stands for."""
    amounts = ("thinkingBudget", "thinkingLevel")
    if any(name in option for name in amounts):
        told = {name: item for name, item in told.items() if name not in amounts}
    return {**told, **option}


def _form(
    dialect: GoogleDialect,
    facts: ModelFacts,
    call: LanguageModelCall,
    options: Mapping[str, Any],
    warnings: list[CallWarning],
) -> dict[str, Any]:
    """The form of the answer: JSON, of a schema where there is one."""
    wanted = call.response_format
    if wanted is None or wanted.type == "text":
        return {}
    if not facts.structured:
        text = f"{dialect.name}: this model has no JSON mode; it is asked for text"
        warnings.append(CallWarning("unsupported", text, setting="response_format"))
        return {}
    out: dict[str, Any] = {"responseMimeType": "application/json"}
    if wanted.schema is None or options.get("structured_outputs") is False:
        return out
    schema, is_json_schema = sendable(wanted.schema, schema_mode_of(options))
    if wanted.description and "description" not in schema:
        schema = {**schema, "description": wanted.description}
    return {**out, "responseJsonSchema" if is_json_schema else "responseSchema": schema}


def _tool_config(
    dialect: GoogleDialect,
    facts: ModelFacts,
    tools: list[dict[str, Any]],
    call: LanguageModelCall,
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """How tools are used. Functions beside tools of the service need the calls of both told."""
    out: dict[str, Any] = {}
    functions = any("functionDeclarations" in tool for tool in tools)
    if functions and (calling := calling_config(call.tool_choice, call.tools, options)):
        out["functionCallingConfig"] = calling
    if functions and len(tools) > 1 and facts.modern and not dialect.vertex:
        out["includeServerSideToolInvocations"] = True
    for name, wire in _TOOLS.items():
        if name in options:
            out[wire] = wire_spelling(options[name])
    return {name: setting for name, setting in out.items() if setting is not None}


def _apply(body: dict[str, Any], options: Mapping[str, Any]) -> None:
    """Lay the options over the body: an explicit option wins, None takes a field out."""
    if (threshold := options.get("safety_threshold")) is not None:
        if not isinstance(threshold, str):
            raise InvalidArgumentError(
                f'safety_threshold must be a threshold such as "BLOCK_NONE", not {threshold!r}',
                parameter="provider_options",
                value=threshold,
            )
        body["safetySettings"] = [{"category": harm, "threshold": threshold} for harm in _HARMS]
    for name, wire in _BODY.items():
        if name not in options:
            continue
        if options[name] is None:
            body.pop(wire, None)
        else:
            body[wire] = options[name] if name == "labels" else wire_spelling(options[name])
