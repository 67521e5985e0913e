"""A call as a Completions request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.call import CallWarning
from .._model import field_names
from ..options import deep_merge, read_options
from ..protocol import WireRequest
from ._generated import CompletionRequest
from .prompt import USER_TURN, prompt_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...types.call import LanguageModelCall
    from ..openai_chat.dialect import ChatDialect

__all__ = ["KNOWN_OPTIONS", "build"]

KNOWN_OPTIONS: Final = frozenset(field_names(CompletionRequest)) - {"model", "stream"}
"""All options: every field of the request that is not the call itself."""


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
        UnsupportedFunctionalityError: the prompt holds more than text.
    """
    options, warnings = read_options(
        call.provider_options,
        dialect.option_namespaces,
        KNOWN_OPTIONS,
        pass_unknown=dialect.pass_unknown_options,
    )
    prompt, named = prompt_text(dialect.name, call.prompt, warnings)
    warnings += _refused(dialect, call)
    stops = [*call.stop_sequences, *([USER_TURN] if named else ())]
    body: dict[str, Any] = {
        "model": model_id,
        "prompt": prompt,
        "max_tokens": call.max_output_tokens,
        "temperature": call.temperature,
        "top_p": call.top_p,
        "presence_penalty": call.presence_penalty,
        "frequency_penalty": call.frequency_penalty,
        "stop": stops or None,
        "seed": call.seed,
    }
    if stream:
        body["stream"] = True
        body["stream_options"] = {"include_usage": True} if dialect.usage_in_stream else None
    body.update(options)  # an explicit option wins, None takes a field out
    body = {name: item for name, item in body.items() if item is not None}
    if call.extra_body:
        body = deep_merge(body, call.extra_body)
    return WireRequest(dialect.path, body, warnings=tuple(warnings))


def _refused(dialect: ChatDialect, call: LanguageModelCall) -> Iterator[CallWarning]:
    """What a completion cannot be asked for."""
    wanted = {
        "top_k": call.top_k,
        "reasoning": None if call.reasoning == "provider-default" else call.reasoning,
        "tools": call.tools,
        "response_format": call.response_format is not None and call.response_format.type == "json",
    }
    for setting, given in wanted.items():
        if given:
            text = f"{dialect.name}: completions know no {setting}; it is left out"
            yield CallWarning("unsupported", text, setting=setting)
