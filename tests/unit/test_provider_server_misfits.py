"""Scripts that answer a question with something else, and requests that few clients make."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from ai_sdk.testing import ProviderServer, Reply
from ai_sdk.testing.server.brain.vectors import embed_text

HI = {"messages": [{"role": "user", "content": "hi"}], "model": "m", "max_tokens": 9}
COUNTED = {"messages": HI["messages"], "model": "m"}
SAID = {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]}
PICTURE = {"instances": [{"prompt": "x"}]}
HEADERS = {"anthropic-version": "2023-06-01", "x-api-key": "k"}
IMAGES, TEXT, VECTORS = Reply.images([b"x"]), Reply.text("x"), Reply.embeddings([[1.0]])


@pytest.mark.parametrize(
    ("path", "body", "reply"),
    [
        ("/v1/completions", {"model": "m", "prompt": "hi"}, IMAGES),
        ("/v1/rerank", {"model": "m", "query": "q", "documents": ["a"]}, TEXT),
        ("/v1/responses/input_tokens", {"model": "m", "input": "hi"}, TEXT),
        ("/v1/messages", HI, IMAGES),
        ("/v1/messages/count_tokens", COUNTED, TEXT),
        ("/v1beta/models/gemini-2.5-flash:generateContent", SAID, VECTORS),
        ("/v1beta/models/gemini-2.5-flash:embedContent", {"content": SAID["contents"][0]}, TEXT),
        ("/v1beta/models/imagen-4:predict", PICTURE, TEXT),
    ],
)
def test_an_answer_to_something_else_says_so(path: str, body: Any, reply: Reply) -> None:
    with ProviderServer([reply]) as server:
        answer = httpx.post(f"{server.origin}{path}", json=body, headers=HEADERS)

    assert answer.status_code == 500
    assert " is no answer to " in answer.text


def test_a_transcription_is_answered_with_a_transcript() -> None:
    with ProviderServer([IMAGES]) as server:
        answer = httpx.post(
            f"{server.origin}/v1/audio/transcriptions",
            data={"model": "whisper-1"},
            files={"file": ("a.wav", b"RIFF")},
        )

    assert (answer.status_code, " is no answer to " in answer.text) == (500, True)


def test_no_pictures_are_an_error_of_gemini() -> None:
    with ProviderServer([Reply.images([])]) as server:
        path = "/v1beta/models/gemini-2.5-flash-image:generateContent"
        answer = httpx.post(f"{server.origin}{path}", json=SAID)

    assert answer.status_code == 500
    assert "no images" in answer.text


def test_one_model_of_gemini() -> None:
    with ProviderServer(models=["gemini-3-pro"]) as server:
        known = httpx.get(f"{server.origin}/v1beta/models/gemini-3-pro")
        unknown = httpx.get(f"{server.origin}/v1beta/models/gemini-0")

    assert (known.status_code, known.json()["name"]) == (200, "models/gemini-3-pro")
    assert unknown.status_code == 404


def test_azure_without_a_version_of_its_api_has_nothing() -> None:
    path = "/openai/deployments/d/chat/completions"
    body = {"messages": HI["messages"]}
    with ProviderServer() as server:
        missing = httpx.post(f"{server.origin}{path}", json=body)
        there = httpx.post(f"{server.origin}{path}?api-version=2024-10-21", json=body)

    assert (missing.status_code, there.status_code) == (404, 200)


@pytest.mark.parametrize("prompt", ["hello", ["hello"]])
def test_a_completion_s_prompt_may_stand_in_a_list(prompt: Any) -> None:
    body = {"model": "m", "prompt": prompt, "stream": True}
    with ProviderServer([Reply.text("a b")]) as server:
        lines = httpx.post(f"{server.origin}/v1/completions", json=body).text.split("\n\n")

    events = [json.loads(line.removeprefix("data: ")) for line in lines[:-2]]
    assert "".join(each["choices"][0]["text"] for each in events) == "a b"
    assert events[-1]["choices"][0]["finish_reason"] == "stop"
    assert lines[-2] == "data: [DONE]"


def test_an_unknown_path_is_refused_in_its_protocol_s_words() -> None:
    with ProviderServer() as server:
        answer = httpx.post(f"{server.origin}/v1/nothing", json={}, headers=HEADERS)

    assert answer.status_code == 404
    assert answer.json()["type"] == "error"


def test_a_vector_whose_features_cancel_out_has_a_length() -> None:
    assert {abs(embed_text(f"word{n}", 1)[0]) for n in range(300)} == {1.0}


def test_a_type_that_holds_itself_is_filled_to_its_end() -> None:
    node = {
        "type": "object",
        "properties": {"child": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "string"}]}},
        "required": ["child"],
        "additionalProperties": False,
    }
    schema = {**node, "$defs": {"node": node}}
    form = {"type": "json_schema", "json_schema": {"name": "n", "schema": schema, "strict": True}}
    with ProviderServer() as server:
        answer = httpx.post(
            f"{server.origin}/v1/chat/completions",
            json={"messages": HI["messages"], "model": "m", "response_format": form},
        )

    found = json.loads(answer.json()["choices"][0]["message"]["content"])
    depth = 0
    while isinstance(found, dict):
        found, depth = found["child"], depth + 1
    assert isinstance(found, str)
    assert depth > 1
