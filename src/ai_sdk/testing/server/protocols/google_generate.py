"""generateContent: reads requests; `google_write` writes the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..brain import answer
from ..brain.pictures import draw
from ..brain.sounds import samples
from ..content import Audio, Content, Images, ProviderError
from ..turn import Ask
from .base import Exchange
from .google_common import camel, check_names, json_body, model_of, refuse
from .google_contents import read_instructions, read_turns
from .google_rules import (
    check_config,
    check_model_can,
    check_tools,
    lowered,
    read_offers,
)

__all__ = ["answer_generate", "modality", "read_count", "read_generate"]

_BODY = frozenset(
    (
        *("contents", "systemInstruction", "generationConfig", "safetySettings", "tools"),
        *("toolConfig", "cachedContent", "model", "labels", "serviceTier", "store"),
        *("modelArmorConfig", "outputConfig"),
    )
)
_MODES = {"AUTO": "auto", "VALIDATED": "auto", "ANY": "required", "NONE": "none"}
_SIDE = 64  # pixels


def read_generate(exchange: Exchange) -> Ask:
    """Read a `POST .../models/{model}:generateContent` or `:streamGenerateContent`."""
    return read_body(json_body(exchange), exchange, model_of(exchange))


def read_count(exchange: Exchange) -> Ask:
    """Read a `POST .../models/{model}:countTokens`."""
    body = json_body(exchange)
    inner = body.get("generateContentRequest")
    if isinstance(inner, dict):
        if "contents" in body:
            raise refuse("Only one of contents and generate_content_request can be set.")
        if "model" not in inner:
            raise refuse("* CountTokensRequest.generate_content_request.model: model is required.")
        body = inner
    return read_body(body, exchange, model_of(exchange))


def read_body(body: Mapping[str, Any], exchange: Exchange, model: str) -> Ask:
    """Read the body of a request for an answer."""
    check_names(body, _BODY)
    named = {camel(name): item for name, item in body.items()}
    config = {camel(name): item for name, item in (named.get("generationConfig") or {}).items()}
    named["generationConfig"] = config
    check_config(config, model)
    check_model_can(named, model)
    check_tools(named, model)
    _check_cache(named, exchange)
    choice, forced = _choice(named)
    turns = read_turns(named.get("contents"), exchange, model)
    schema = config.get("responseJsonSchema") or lowered(config.get("responseSchema"))
    return Ask(
        model=model,
        messages=(*read_instructions(named.get("systemInstruction")), *turns),
        body=named,
        stream=exchange.request.path.endswith(":streamGenerateContent"),
        tools=tuple(read_offers(named.get("tools"))),
        tool_choice=choice,
        forced_tool=forced,
        json_mode=config.get("responseMimeType") == "application/json",
        schema=schema,
        max_tokens=config.get("maxOutputTokens"),
        stop=tuple(config.get("stopSequences") or ()),
        reasoning=_thinks(config, model),
        reasoning_summary=bool(_thinking(config).get("includeThoughts")),
    )


def _check_cache(body: Mapping[str, Any], exchange: Exchange) -> None:
    name = body.get("cachedContent")
    if name is not None and name not in exchange.memory.conversations:
        raise ProviderError(403, "CachedContent not found (or permission denied)")


def _thinking(config: Mapping[str, Any]) -> dict[str, Any]:
    return {camel(name): item for name, item in (config.get("thinkingConfig") or {}).items()}


def _thinks(config: Mapping[str, Any], model: str) -> bool:
    if not model.startswith("gemini") or any(word in model for word in ("2.0", "1.5", "-tts")):
        return False
    return _thinking(config).get("thinkingBudget") != 0


def _choice(body: Mapping[str, Any]) -> tuple[str, str | None]:
    config = body.get("toolConfig") or {}
    calling = config.get("functionCallingConfig") or config.get("function_calling_config") or {}
    mode = str(calling.get("mode") or "AUTO").upper()
    if mode not in _MODES:
        raise refuse(f"Invalid value at 'tool_config.function_calling_config.mode', \"{mode}\"")
    names = calling.get("allowedFunctionNames") or calling.get("allowed_function_names") or []
    if names and mode not in ("ANY", "VALIDATED"):
        raise refuse("allowed_function_names should only be set when the Mode is ANY or VALIDATED.")
    return _MODES[mode], names[0] if len(names) == 1 else None


def modality(ask: Ask) -> str:
    """What kind of content is asked for."""
    wanted = ask.body["generationConfig"].get("responseModalities") or ["TEXT"]
    return "AUDIO" if wanted == ["AUDIO"] else "IMAGE" if "IMAGE" in wanted else "TEXT"


def answer_generate(ask: Ask, exchange: Exchange) -> Content:
    """Answer in the kind of content that is asked for."""
    kind = modality(ask)
    if kind == "AUDIO":
        return Audio(samples(ask.prompt), "audio/L16;codec=pcm;rate=24000")
    if kind == "IMAGE":
        return Images((draw(ask.prompt, _SIDE, _SIDE),))
    return answer(ask, exchange)
