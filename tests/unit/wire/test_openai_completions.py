"""Completions: a conversation as one text, the request, answers whole and streamed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ai_sdk.errors import (
    InvalidResponseError,
    StreamInterruptedError,
    UnsupportedFunctionalityError,
)
from ai_sdk.sse import SSEDecoder
from ai_sdk.types.call import LanguageModelCall, ModelFinish, ResponseFormat
from ai_sdk.types.content import FilePart, ReasoningPart, TextPart, ToolResult
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from ai_sdk.types.stream_parts import TextDelta
from ai_sdk.types.tools import FunctionTool
from ai_sdk.wire.openai_chat.dialect import OPENAI_COMPLETIONS
from ai_sdk.wire.openai_completions import PROTOCOL

HELLO = UserMessage((TextPart("Once upon a time"),))


def make(*prompt: Any, stream: bool = False, **fields: Any) -> Any:
    call = LanguageModelCall(tuple(prompt) or (HELLO,), **fields)
    return PROTOCOL.build(OPENAI_COMPLETIONS, "davinci", call, stream)


def test_a_single_text_goes_as_it_is() -> None:
    assert make().json == {"model": "davinci", "prompt": "Once upon a time"}
    assert make().path == "/completions"
    request = make(SystemMessage("Be brief."), HELLO)
    assert request.json["prompt"] == "Be brief.\n\nOnce upon a time"


def test_a_conversation_names_its_speakers() -> None:
    talk = (HELLO, AssistantMessage((ReasoningPart("Hm"), TextPart("there"))), UserMessage("was"))
    request = make(*talk, stop_sequences=("END",))

    assert request.json["prompt"] == (
        "user:\nOnce upon a time\n\nassistant:\nthere\n\nuser:\nwas\n\nassistant:\n"
    )
    assert request.json["stop"] == ["END", "\nuser:"]
    assert [w.message for w in request.warnings] == [
        "openai: a completion cannot hold a reasoning; it is left out"
    ]


@pytest.mark.parametrize(
    "message",
    [
        ToolMessage((ToolResult("c", "look", "x"),)),
        UserMessage((TextPart("What is this?"), FilePart(b"x", "image/png"))),
    ],
)
def test_what_a_completion_cannot_hold(message: Any) -> None:
    with pytest.raises(UnsupportedFunctionalityError, match="a completion cannot hold"):
        make(HELLO, message)


def test_settings_options_and_what_is_refused() -> None:
    request = make(
        stream=True,
        max_output_tokens=5,
        temperature=0.5,
        top_p=0.9,
        presence_penalty=0.1,
        frequency_penalty=0.2,
        seed=7,
        top_k=3,
        reasoning="low",
        tools=(FunctionTool("look", {}),),
        response_format=ResponseFormat("json"),
        provider_options={"openai": {"suffix": " end", "bestOf": 2, "temperature": None, "x": 1}},
        extra_body={"y": 2},
    )

    assert request.json == {
        "model": "davinci",
        "prompt": "Once upon a time",
        "max_tokens": 5,
        "top_p": 0.9,
        "presence_penalty": 0.1,
        "frequency_penalty": 0.2,
        "seed": 7,
        "stream": True,
        "stream_options": {"include_usage": True},
        "suffix": " end",
        "best_of": 2,
        "y": 2,
    }
    refused = [warning.setting for warning in request.warnings]
    assert refused == ["x", "top_k", "reasoning", "tools", "response_format"]


ANSWER = {
    "id": "cmpl-1",
    "object": "text_completion",
    "created": 1,
    "model": "davinci",
    "prompt_filter_results": [{"prompt_index": 0}],
    "choices": [{"text": " there was", "index": 0, "logprobs": None, "finish_reason": "length"}],
    "usage": {"prompt_tokens": 4, "completion_tokens": 2, "total_tokens": 6},
}


def test_an_answer() -> None:
    reply = HTTPReply(200, {}, json.dumps(ANSWER).encode())
    result = PROTOCOL.parse(OPENAI_COMPLETIONS, reply, make())

    assert result.content == (TextPart(" there was"),)
    assert (result.finish_reason, result.usage.total_tokens) == ("length", 6)
    assert (result.response.id, result.response.model_id) == ("cmpl-1", "davinci")
    assert result.provider_metadata["openai"]["prompt_filter_results"] == [{"prompt_index": 0}]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"choices": [1]}'])
def test_what_is_no_answer(body: bytes) -> None:
    with pytest.raises(InvalidResponseError):
        PROTOCOL.parse(OPENAI_COMPLETIONS, HTTPReply(200, {}, body), make())


def streamed(*events: Any) -> list[Any]:
    decoder = PROTOCOL.decoder(OPENAI_COMPLETIONS, make(stream=True))
    text = "".join(f"data: {e if isinstance(e, str) else json.dumps(e)}\n\n" for e in events)
    parts: list[Any] = []
    for event in SSEDecoder().feed(text.encode()):
        parts += decoder.feed(event)
    return [*parts, *decoder.finish()]


def piece(text: str, finish: str | None = None) -> dict[str, Any]:
    return {
        **ANSWER,
        "usage": None,
        "choices": [{"text": text, "index": 0, "finish_reason": finish}],
    }


def test_a_stream() -> None:
    parts = streamed(
        piece(" there"), piece(" was"), piece("", "stop"), {**ANSWER, "choices": []}, "[DONE]"
    )

    assert [part.text for part in parts if isinstance(part, TextDelta)] == [" there", " was"]
    (finish,) = [part for part in parts if isinstance(part, ModelFinish)]
    assert (finish.finish_reason, finish.usage.output_tokens) == ("stop", 2)


def test_a_stream_without_its_end() -> None:
    with pytest.raises(StreamInterruptedError):
        streamed(piece(" there"))
