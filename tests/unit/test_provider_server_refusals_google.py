"""The provider server as the Gemini API refuses what the real one refuses, in its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ai_sdk.testing import ProviderServer

FLASH, YOUNG = "gemini-2.5-flash", "gemini-3-pro-preview"
HELLO = {"role": "user", "parts": [{"text": "Hello"}]}
CALL = {"functionCall": {"name": "f", "args": {}}}
ANSWER = {"functionResponse": {"name": "f", "response": {"output": "x"}}}


@pytest.fixture(scope="module")
def server() -> Iterator[ProviderServer]:
    with ProviderServer() as found:
        yield found


def post(server: ProviderServer, path: str, body: Any, **headers: str) -> httpx.Response:
    return httpx.post(f"{server.origin}/v1beta/{path}", json=body, headers=headers)


def refused(answer: httpx.Response, words: str, status: int = 400) -> None:
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, status)
    assert words in error["message"]


def parts(*given: Any, role: str = "user") -> dict[str, Any]:
    return {"contents": [{"role": role, "parts": list(given)}]}


def turns(*given: Any) -> dict[str, Any]:
    return {"contents": [HELLO, *given]}


def offers(*given: Any) -> dict[str, Any]:
    return turns() | {"tools": [{"functionDeclarations": list(given)}]}


def config(**fields: Any) -> dict[str, Any]:
    return turns() | {"generationConfig": fields}


def calling(**fields: Any) -> dict[str, Any]:
    return turns() | {"toolConfig": {"functionCallingConfig": fields}}


CONTENTS: list[tuple[str, Any, str]] = [
    (FLASH, [], "Expected an object"),
    (FLASH, {}, "contents is not specified"),
    (FLASH, {"contents": ["hi"]}, "Invalid value at 'contents[0]'"),
    (FLASH, {"contents": [{"role": "boss", "parts": [{"text": "x"}]}]}, "use a valid role"),
    (FLASH, {"contents": [{"role": "user"}]}, "contents.parts must not be empty"),
    (FLASH, parts("hi"), "Invalid value at 'contents[0].parts'"),
    (FLASH, parts({}), "must have one initialized field"),
    (FLASH, parts({"text": "a", "inlineData": {}}), "must have one initialized field"),
    (FLASH, parts({"text": "a", "thoughtSignature": 3}), "Invalid value at 'thought_signature'"),
    (FLASH, parts({"functionCall": {"args": {}}}, role="model"), "function_call.name: Name cannot"),
    (FLASH, parts({"functionResponse": {"response": {}}}), "function_response.name: Name cannot"),
    (FLASH, parts({"functionResponse": {"name": "f", "response": "x"}}), "response' (Struct)"),
    (FLASH, parts({"inlineData": {"mimeType": "png", "data": ""}}), "Unsupported MIME type: png"),
    (FLASH, turns({"role": "model", "parts": [CALL]}, HELLO), "number of function response parts"),
    (FLASH, {"contents": [{"parts": [ANSWER]}]}, "immediately after a function call turn"),
    (FLASH, turns({"parts": [ANSWER]}), "immediately after a function call turn"),
    (FLASH, turns({"role": "model", "parts": [CALL]}, {"parts": [ANSWER, ANSWER]}), "number of"),
    (YOUNG, turns({"role": "model", "parts": [CALL]}, {"parts": [ANSWER]}), "thought_signature"),
    (FLASH, offers({"name": "3"}), "Invalid function name: 3"),
    (FLASH, offers({"name": "f", "parameters": "x"}), ".parameters' (Schema)"),
    (FLASH, offers({"name": "f", "parameters": {"type": "TUPLE"}}), ".type' (Type), 'TUPLE'"),
    (FLASH, offers({"name": "f", "parameters": {"enum": [3]}}), "enum[0]' (TYPE_STRING), 3"),
    (FLASH, offers({"name": "f", "parameters": {"type": "OBJECT"}}), "non-empty for OBJECT"),
    (FLASH, offers({"name": "f", "parameters": {"items": {"const": 1}}}), 'Unknown name "const"'),
    (FLASH, offers({"name": "f", "parameters": {"anyOf": [{"not": 1}]}}), 'Unknown name "not"'),
    (FLASH, config(responseSchema={"oneOf": []}), 'Unknown name "oneOf"'),
    (FLASH, calling(mode="SOME"), 'function_calling_config.mode\', "SOME"'),
    (FLASH, calling(allowedFunctionNames=["f"]), "only be set when the Mode is ANY"),
    (
        YOUNG,
        turns() | {"tools": [{"functionDeclarations": [{"name": "f"}]}, {"googleSearch": {}}]},
        "include_server_side_tool_invocations",
    ),
    ("gemma-3", turns() | {"systemInstruction": {"parts": []}}, "Developer instruction is not"),
    ("gemma-3", offers({"name": "f"}), "Function calling is not enabled for models/gemma-3"),
    ("gemma-3", config(responseMimeType="application/json"), "JSON mode is not enabled"),
    ("gemini-2.5-flash-preview-tts", turns(), "response modalities (TEXT) is not supported"),
]


@pytest.mark.parametrize(("model", "body", "words"), CONTENTS)
def test_contents(server: ProviderServer, model: str, body: Any, words: str) -> None:
    refused(post(server, f"models/{model}:generateContent", body), words)


@pytest.mark.parametrize(
    ("call", "body", "words"),
    [
        ("embedContent", {}, "content is empty"),
        ("embedContent", {"content": HELLO, "outputDimensionality": 0}, "in the range [1, 3072]"),
        ("batchEmbedContents", {"requests": []}, "requests is not specified"),
        ("batchEmbedContents", {"requests": [{"model": "models/g"}] * 101}, "at most 100 requests"),
        ("batchEmbedContents", {"requests": [{"model": "models/other"}]}, "must be the same"),
        ("predict", {"instances": []}, "Empty instances."),
        ("predict", {"instances": [{"prompt": "x"}], "parameters": {"sampleCount": 9}}, "between"),
        ("predict", {"instances": [{}]}, "The prompt is empty."),
        ("countTokens", {"contents": [], "generateContentRequest": {}}, "Only one of contents"),
        ("countTokens", {"generateContentRequest": {}}, "model is required"),
    ],
)
def test_other_calls(server: ProviderServer, call: str, body: Any, words: str) -> None:
    refused(post(server, f"models/imagen-4:{call}", body), words)


def test_vectors_of_the_older_kind(server: ProviderServer) -> None:
    body = {"instances": [{"content": "a"}], "parameters": {"outputDimensionality": 4}}
    answer = post(server, "models/text-embedding-005:predict", body).json()

    assert len(answer["predictions"][0]["embeddings"]["values"]) == 4
    assert answer["metadata"] == {"billableCharacterCount": 1}


@pytest.mark.parametrize(
    ("path", "headers", "status", "words"),
    [
        ("files", {}, 400, "Only resumable uploads"),
        ("files?upload_id=up_none", {}, 404, "Upload not found."),
    ],
)
def test_uploads(
    server: ProviderServer, path: str, headers: dict[str, str], status: int, words: str
) -> None:
    answer = httpx.post(f"{server.origin}/upload/v1beta/{path}", json={}, headers=headers)

    refused(answer, words, status)


def test_bytes_in_pieces_are_refused(server: ProviderServer) -> None:
    start = {"x-goog-upload-protocol": "resumable", "x-goog-upload-command": "start"}
    begun = httpx.post(f"{server.origin}/upload/v1beta/files", json={}, headers=start)
    piece = httpx.post(
        begun.headers["x-goog-upload-url"],
        content=b"a",
        headers={"x-goog-upload-command": "upload"},
    )

    refused(piece, "The bytes have to come in one request.")


def test_files_and_pages_that_are_not_there(server: ProviderServer) -> None:
    address = f"{server.origin}/v1beta"

    refused(httpx.get(f"{address}/files/none"), "permission to access the File none", 403)
    refused(httpx.get(f"{address}/models?pageToken=x"), "Invalid page token.")
    mine = {"fileData": {"fileUri": f"{address}/files/none", "mimeType": "text/plain"}}
    answer = post(server, f"models/{FLASH}:generateContent", parts(mine))
    refused(answer, "permission to access the File none", 403)


def test_the_list_of_models_comes_in_pages(server: ProviderServer) -> None:
    address = f"{server.origin}/v1beta/models"
    first = httpx.get(address, params={"pageSize": 4}).json()
    rest = httpx.get(address, params={"pageToken": first["nextPageToken"]}).json()

    assert [len(page["models"]) for page in (first, rest)] == [4, 2]
    assert "nextPageToken" not in rest


def test_prompts_that_are_kept_are_listed() -> None:
    with ProviderServer() as server:
        before = httpx.get(f"{server.origin}/v1beta/cachedContents").json()
        kept = post(server, "cachedContents", {"model": f"models/{FLASH}", **turns()}).json()
        after = httpx.get(f"{server.origin}/v1beta/cachedContents").json()

    assert before == {}
    assert after == {"cachedContents": [kept]}
