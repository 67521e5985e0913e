"""The local server as the Gemini API: what it answers, and what it refuses as the real one does."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ai_sdk.testing import ProviderServer, Reply

HELLO = [{"role": "user", "parts": [{"text": "Hello"}]}]
WEATHER = {
    "functionDeclarations": [
        {
            "name": "weather",
            "description": "The weather",
            "parameters": {
                "type": "OBJECT",
                "properties": {"city": {"type": "STRING"}},
                "required": ["city"],
            },
        }
    ]
}


@pytest.fixture(scope="module")
def server() -> Iterator[ProviderServer]:
    with ProviderServer() as found:
        yield found


def post(server: ProviderServer, path: str, body: Any, **headers: str) -> httpx.Response:
    return httpx.post(f"{server.origin}{path}", json=body, headers=headers)


def generate(server: ProviderServer, body: Any, model: str = "gemini-2.5-flash") -> httpx.Response:
    return post(server, f"/v1beta/models/{model}:generateContent", {"contents": HELLO, **body})


@pytest.mark.parametrize(
    ("model", "body", "words"),
    [
        ("gemini-2.5-flash", {"foo": 1}, 'Unknown name "foo"'),
        ("gemini-2.5-flash", {"generationConfig": {"maxTokens": 1}}, 'Unknown name "maxTokens"'),
        ("gemini-2.5-flash", {"generationConfig": {"temperature": 3}}, "temperature value of 3"),
        (
            "gemini-2.5-flash",
            {"generationConfig": {"thinkingConfig": {"thinkingLevel": "LOW"}}},
            "Thinking level is not supported",
        ),
        (
            "gemini-3-pro",
            {"generationConfig": {"thinkingConfig": {"thinkingLevel": "LOW", "thinkingBudget": 1}}},
            "only set only one",
        ),
        ("gemini-2.5-flash", {"contents": []}, "contents is not specified"),
        (
            "gemini-2.5-flash",
            {"contents": [{"role": "assistant", "parts": [{"text": "a"}]}]},
            "valid role: user, model",
        ),
        ("gemini-2.5-flash", {"contents": [{"parts": []}]}, "must not be empty"),
        ("gemini-2.5-flash", {"contents": [{"parts": [{"texts": "a"}]}]}, "Unknown name"),
        ("gemini-2.5-flash", {"tools": [{"magic": {}}]}, 'Unknown name "magic"'),
        ("gemini-2.5-flash", {"tools": [WEATHER, {"googleSearch": {}}]}, "Tool use with function"),
        ("gemini-3-pro", {"tools": [WEATHER, {"googleSearch": {}}]}, "Please enable tool_config"),
        (
            "gemini-2.5-flash",
            {"generationConfig": {"responseMimeType": "application/json"}, "tools": [WEATHER]},
            "response mime type",
        ),
        (
            "gemini-2.5-flash",
            {"generationConfig": {"responseSchema": {"type": "object", "$ref": "#/x"}}},
            'Unknown name "$ref"',
        ),
        (
            "gemini-2.5-flash",
            {"generationConfig": {"responseSchema": {"type": "OBJECT", "properties": {}}}},
            "non-empty for OBJECT",
        ),
        (
            "gemma-3-4b-it",
            {"systemInstruction": {"parts": [{"text": "a"}]}},
            "Developer instruction",
        ),
        ("gemma-3-4b-it", {"tools": [WEATHER]}, "Function calling is not enabled"),
        (
            "gemma-3-4b-it",
            {"generationConfig": {"responseMimeType": "application/json"}},
            "JSON mode is not enabled",
        ),
        ("gemini-2.5-flash-preview-tts", {}, "AUDIO"),
        (
            "gemini-2.5-flash",
            {
                "toolConfig": {
                    "functionCallingConfig": {"mode": "AUTO", "allowedFunctionNames": ["a"]}
                }
            },
            "allowed_function_names",
        ),
    ],
)
def test_what_is_refused(server: ProviderServer, model: str, body: Any, words: str) -> None:
    answer = generate(server, body, model)

    assert answer.status_code == 400
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"
    assert words in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"text": "b"}, "Corrupted thought signature"),
        ({"thoughtSignature": "?"}, "Base64 decoding failed"),
    ],
)
def test_signatures_belong_to_their_part(server: ProviderServer, part: Any, words: str) -> None:
    asked = {"tools": [WEATHER], "contents": [{"parts": [{"text": "Weather in Oslo?"}]}]}
    call = generate(server, asked).json()["candidates"][0]["content"]["parts"][0]
    turns = [
        {"role": "user", "parts": [{"text": "a"}]},
        {
            "role": "model",
            "parts": [{"text": "a", "thoughtSignature": call["thoughtSignature"], **part}],
        },
        {"role": "user", "parts": [{"text": "c"}]},
    ]

    answer = generate(server, {"contents": turns})
    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]


@pytest.mark.parametrize(("signed", "status"), [(True, 200), (False, 400)])
def test_young_models_want_their_calls_signed(
    server: ProviderServer, signed: bool, status: int
) -> None:
    ask = {"role": "user", "parts": [{"text": "Weather in Oslo?"}]}
    first = generate(server, {"tools": [WEATHER], "contents": [ask]}, "gemini-3-pro").json()
    part = first["candidates"][0]["content"]["parts"][0]
    if not signed:
        del part["thoughtSignature"]
    result = {"functionResponse": {"name": "weather", "response": {"output": "sunny"}}}
    turns = [ask, {"role": "model", "parts": [part]}, {"role": "user", "parts": [result]}]

    answer = generate(server, {"tools": [WEATHER], "contents": turns}, "gemini-3-pro")
    assert answer.status_code == status


def test_every_call_wants_its_result(server: ProviderServer) -> None:
    call = {"functionCall": {"name": "weather", "args": {}}}
    result = {"functionResponse": {"name": "weather", "response": {"output": "sunny"}}}
    turns = [
        {"role": "user", "parts": [{"text": "a"}]},
        {"role": "model", "parts": [call, call]},
        {"role": "user", "parts": [result]},
    ]

    assert "number of function response parts" in generate(server, {"contents": turns}).text


def test_streams_in_both_framings(server: ProviderServer) -> None:
    path, body = "/v1beta/models/gemini-2.5-flash:streamGenerateContent", {"contents": HELLO}
    events = post(server, f"{path}?alt=sse", body).text.split("\n\n")
    pieces = post(server, path, body).json()

    told = [json.loads(event.removeprefix("data: ")) for event in events if event]
    assert [piece["candidates"] for piece in told] == [piece["candidates"] for piece in pieces]
    assert told[-1]["candidates"][0]["finishReason"] == "STOP"
    assert "finishReason" not in told[0]["candidates"][0]


def test_keys_and_errors() -> None:
    with ProviderServer(api_key="right") as server:
        missing = generate(server, {})
        wrong = post(server, "/v1beta/models/m:generateContent", {}, **{"x-goog-api-key": "no"})
        right = post(
            server,
            "/v1beta/models/m:generateContent",
            {"contents": HELLO},
            **{"x-goog-api-key": "right"},
        )
        lost = post(server, "/v1beta/nowhere", {}, **{"x-goog-api-key": "right"})

    assert (missing.status_code, wrong.status_code, right.status_code) == (403, 400, 200)
    assert wrong.json()["error"]["details"][0]["reason"] == "API_KEY_INVALID"
    assert (lost.status_code, lost.json()["error"]["status"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("model", ["does-not-exist", "nonexistent-model"])
def test_unknown_models(server: ProviderServer, model: str) -> None:
    answer = generate(server, {}, model)

    assert (answer.status_code, answer.json()["error"]["status"]) == (404, "NOT_FOUND")


def test_scripted_turns() -> None:
    script = [
        Reply.tool_calls([("weather", "{bad")]),
        Reply.refusal("No."),
        Reply.failed("Broken."),
        Reply.text("Hi", finish_reason="length"),
    ]
    with ProviderServer(script) as server:
        spoilt, refused, failed, cut = [generate(server, {}).json() for _ in script]

    assert spoilt["candidates"][0]["finishReason"] == "MALFORMED_FUNCTION_CALL"
    assert refused["promptFeedback"]["blockReason"] == "PROHIBITED_CONTENT"
    assert failed["error"]["message"] == "Broken."
    assert cut["candidates"][0]["finishReason"] == "MAX_TOKENS"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("embedContent", {"content": {"parts": [{"text": "a"}]}, "outputDimensionality": 8}, 200),
        ("embedContent", {"content": {"parts": []}}, 400),
        ("embedContent", {"content": {"parts": [{"text": "a"}]}, "outputDimensionality": 0}, 400),
        ("batchEmbedContents", {"requests": []}, 400),
        ("batchEmbedContents", {"requests": [{"model": "models/x"}]}, 400),
        ("predict", {"instances": [{"prompt": "a"}], "parameters": {"sampleCount": 9}}, 400),
        ("predict", {"instances": []}, 400),
        ("predict", {"instances": [{}]}, 400),
        ("countTokens", {"contents": HELLO}, 200),
        ("countTokens", {"generateContentRequest": {"contents": HELLO}}, 400),
    ],
)
def test_other_operations(server: ProviderServer, path: str, body: Any, status: int) -> None:
    assert post(server, f"/v1beta/models/m:{path}", body).status_code == status


def test_files_and_caches(server: ProviderServer) -> None:
    start = {
        "x-goog-upload-protocol": "resumable",
        "x-goog-upload-command": "start",
        "x-goog-upload-header-content-length": "5",
        "x-goog-upload-header-content-type": "text/plain",
    }
    begun = post(server, "/upload/v1beta/files", {"file": {"displayName": "a"}}, **start)
    address = begun.headers["x-goog-upload-url"]
    final = {"x-goog-upload-command": "upload, finalize"}
    short = httpx.post(address, content=b"abc", headers=final)
    file = httpx.post(address, content=b"hello", headers=final).json()["file"]
    told = httpx.get(f"{server.origin}/v1beta/{file['name']}").json()

    assert short.status_code == 400
    assert told == file and file["sizeBytes"] == "5"
    part = {"fileData": {"mimeType": "text/plain", "fileUri": file["uri"]}}
    assert generate(server, {"contents": [{"parts": [part]}]}).status_code == 200
    part["fileData"]["fileUri"] += "x"
    assert generate(server, {"contents": [{"parts": [part]}]}).status_code == 403
    cache = post(
        server, "/v1beta/cachedContents", {"model": "models/gemini-2.5-flash", "contents": HELLO}
    )
    answer = generate(server, {"cachedContent": cache.json()["name"]}).json()
    assert answer["usageMetadata"]["cachedContentTokenCount"] > 0
    assert httpx.get(f"{server.origin}/v1beta/cachedContents").json()["cachedContents"]
    assert generate(server, {"cachedContent": "cachedContents/no"}).status_code == 403


def test_sound_and_pictures(server: ProviderServer) -> None:
    spoken = generate(
        server,
        {"generationConfig": {"responseModalities": ["AUDIO"]}},
        "gemini-2.5-flash-preview-tts",
    ).json()
    painted = generate(server, {"generationConfig": {"responseModalities": ["IMAGE"]}}).json()

    sound = spoken["candidates"][0]["content"]["parts"][0]["inlineData"]
    picture = painted["candidates"][0]["content"]["parts"][0]["inlineData"]
    assert sound["mimeType"].startswith("audio/L16")
    assert base64.b64decode(picture["data"]).startswith(b"\x89PNG")
