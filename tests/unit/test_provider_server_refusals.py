"""The provider server refuses what the real API refuses, with its code and parameter."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from ai_sdk.testing import ProviderServer

USER = {"role": "user", "content": "hi"}
OBJECT = {"type": "object", "properties": {}, "additionalProperties": False}
CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
ITEM_CALL = {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"}
ITEM_OUTPUT = {"type": "function_call_output", "call_id": "c1", "output": "x"}
THOUGHT = {"type": "reasoning", "id": "rs_1", "summary": []}


@pytest.fixture(scope="module")
def server() -> Iterator[ProviderServer]:
    with ProviderServer(api_key="sk-right") as running:
        yield running


def send(
    server: ProviderServer,
    path: str,
    body: Any,
    kind: str = "application/json",
    key: str | None = "Bearer sk-right",
) -> tuple[int, Any]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"content-type": kind, **({} if key is None else {"authorization": key})}
    request = urllib.request.Request(server.base_url + path, data, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())["error"]


def chat(**body: Any) -> dict[str, Any]:
    return {"model": "gpt-4o", "messages": [USER], **body}


def respond(**body: Any) -> dict[str, Any]:
    return {"model": "gpt-4o", "input": "hi", **body}


def function(**fields: Any) -> dict[str, Any]:
    return {"type": "function", "function": {"name": "f", "parameters": OBJECT, **fields}}


def form(**schema: Any) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "n", "strict": True, **schema}}


def strict(**properties: Any) -> dict[str, Any]:
    made = {"type": "object", "properties": properties, "required": list(properties)}
    return {**made, "additionalProperties": False}


CHAT: list[tuple[Any, str | None, str | None]] = [
    (b"{", None, None),
    ([], None, None),
    ({"messages": [USER]}, None, None),
    (chat(model=3), "invalid_type", "model"),
    ({"model": "gpt-4o"}, "missing_required_parameter", "messages"),
    (chat(messages=[]), "empty_array", "messages"),
    (chat(messages="hi"), "invalid_type", "messages"),
    (chat(messages=["hi"]), "invalid_type", "messages[0]"),
    (chat(messages=[{"role": "boss", "content": "x"}]), "invalid_value", "messages[0].role"),
    (chat(messages=[{"role": "user"}]), None, "messages[0].content"),
    (chat(messages=[{"role": "assistant", "content": None}]), None, "messages[0].content"),
    (chat(messages=[{"role": "user", "content": 3}]), "invalid_type", "messages[0].content"),
    (
        chat(messages=[{"role": "user", "content": [{}]}]),
        "missing_required_parameter",
        "messages[0].content[0].type",
    ),
    (
        chat(messages=[{"role": "user", "content": [{"type": "input_text"}]}]),
        "invalid_value",
        "messages[0].content[0]",
    ),
    (
        chat(messages=[{"role": "user", "content": [{"type": "image_url"}]}]),
        "missing_required_parameter",
        "messages[0].content[0].image_url.url",
    ),
    (
        chat(
            messages=[
                {
                    "role": "user",
                    "content": [{"type": "image_url", "image_url": {"url": "data:a/b;base64,!"}}],
                }
            ]
        ),
        "invalid_value",
        "input",
    ),
    (
        chat(messages=[USER, {"role": "tool", "tool_call_id": "c1", "content": "x"}]),
        None,
        "messages[1].role",
    ),
    (chat(messages=[USER, {"role": "assistant", "tool_calls": [CALL]}]), None, "messages"),
    (chat(messages=[{"role": "assistant", "tool_calls": [CALL]}, USER]), None, "messages"),
    (
        chat(messages=[{"role": "assistant", "tool_calls": [{"function": {"name": "f"}}]}]),
        "invalid_type",
        "messages[0].tool_calls[0].function.arguments",
    ),
    (chat(temperature=2.5), "decimal_above_max_value", "temperature"),
    (chat(temperature=-1), "decimal_below_min_value", "temperature"),
    (chat(temperature="hot"), "invalid_type", "temperature"),
    (chat(top_p=True), "invalid_type", "top_p"),
    (chat(max_tokens=0), "integer_below_min_value", "max_tokens"),
    (chat(max_tokens=1.5), "invalid_type", "max_tokens"),
    (
        chat(max_tokens=1, max_completion_tokens=1),
        "invalid_parameter_combination",
        "max_tokens",
    ),
    (chat(tools={}), "invalid_type", "tools"),
    (chat(tools=["f"]), "invalid_type", "tools[0]"),
    (chat(tools=[{"type": "function"}]), "missing_required_parameter", "tools[0].function"),
    (
        chat(tools=[{"type": "function", "function": {}}]),
        "missing_required_parameter",
        "tools[0].function.name",
    ),
    (chat(tools=[function(name=3)]), "invalid_type", "tools[0].function.name"),
    (chat(tools=[function(name="a b")]), "invalid_value", "tools[0].function.name"),
    (chat(tools=[function(parameters=[])]), "invalid_type", "tools[0].function.parameters"),
    (
        chat(tools=[function(parameters={"type": "string"})]),
        "invalid_function_parameters",
        "tools[0].function.parameters",
    ),
    (
        chat(tools=[function(parameters={"type": "object"}, strict=True)]),
        "invalid_function_parameters",
        "tools[0].function.parameters",
    ),
    (chat(tool_choice="auto"), None, "tool_choice"),
    (chat(tools=[function()], tool_choice="maybe"), "invalid_value", "tool_choice"),
    (
        chat(tools=[function()], tool_choice={"type": "function"}),
        "missing_required_parameter",
        "tool_choice.function.name",
    ),
    (chat(response_format="json"), "invalid_type", "response_format"),
    (
        chat(response_format={"type": "json_schema"}),
        "missing_required_parameter",
        "response_format.json_schema",
    ),
    (
        chat(response_format={"type": "json_schema", "json_schema": {}}),
        "missing_required_parameter",
        "response_format.json_schema.name",
    ),
    (
        chat(response_format=form()),
        "missing_required_parameter",
        "response_format.json_schema.schema",
    ),
    (chat(response_format=form(schema=[])), "invalid_type", "response_format.json_schema.schema"),
    (chat(response_format={"type": "json_object"}), None, "messages"),
]

STRICT_SCHEMAS: list[tuple[Any, str]] = [
    ({"type": "array"}, "got 'type: \"array\"'"),
    ({"anyOf": [OBJECT]}, "got 'type: \"None\"'"),
    ({"type": "object"}, "In context=(), 'additionalProperties' is required"),
    (strict(a={"type": "object"}), "In context=('properties', 'a'), 'additionalProperties'"),
    ({**strict(a={}), "required": []}, "Missing 'a'"),
    (strict(a={"allOf": [{}]}), "In context=('properties', 'a'), 'allOf' is not permitted"),
    (strict(a={"items": {"type": "object"}}), "('properties', 'a', 'items')"),
    (strict(a={"anyOf": [{}, {"type": "object"}]}), "('properties', 'a', 'anyOf', '1')"),
    ({**strict(), "$defs": {"d": {"type": "object"}}}, "('$defs', 'd')"),
]

RESPONSES: list[tuple[Any, str | None, str | None]] = [
    ({"model": "gpt-4o"}, "missing_required_parameter", "input"),
    (respond(input=3), "invalid_type", "input"),
    (respond(input=["hi"]), "invalid_type", "input[0]"),
    (respond(instructions=3), "invalid_type", "instructions"),
    (respond(input=[{"role": "tool", "content": "x"}]), "invalid_value", "input[0].role"),
    (respond(input=[{"role": "user"}]), "missing_required_parameter", "input[0].content"),
    (respond(input=[{"role": "user", "content": 3}]), "invalid_type", "input[0].content"),
    (
        respond(input=[{"role": "user", "content": [{}]}]),
        "missing_required_parameter",
        "input[0].content[0].type",
    ),
    (
        respond(input=[{"role": "user", "content": [{"type": "output_text", "text": "x"}]}]),
        "invalid_value",
        "input[0].content[0]",
    ),
    (
        respond(input=[{"role": "assistant", "content": [{"type": "input_text", "text": "x"}]}]),
        "invalid_value",
        "input[0].content[0]",
    ),
    (respond(input=[{**ITEM_CALL, "name": None}]), "missing_required_parameter", "input[0].name"),
    (respond(input=[ITEM_CALL]), None, "input"),
    (respond(input=[ITEM_OUTPUT]), None, "input"),
    (
        respond(input=[ITEM_CALL, {**ITEM_OUTPUT, "call_id": None}]),
        "missing_required_parameter",
        "input[1].call_id",
    ),
    (
        respond(input=[ITEM_CALL, {"type": "function_call_output", "call_id": "c1"}]),
        "missing_required_parameter",
        "input[1].output",
    ),
    (respond(input=[THOUGHT]), None, "input"),
    (respond(input=[THOUGHT, USER]), None, "input"),
    (respond(input=[THOUGHT, 3]), None, "input"),
    (respond(previous_response_id="no"), "previous_response_not_found", "previous_response_id"),
    (respond(max_output_tokens=15), "integer_below_min_value", "max_output_tokens"),
    (respond(tools=["f"]), "invalid_type", "tools[0]"),
    (respond(tools=[{}]), "missing_required_parameter", "tools[0].type"),
    (respond(tools=[{"type": "function"}]), "missing_required_parameter", "tools[0].name"),
    (respond(tool_choice="maybe"), "invalid_value", "tool_choice"),
    (
        respond(tool_choice={"type": "function"}),
        "missing_required_parameter",
        "tool_choice.name",
    ),
    (respond(text={"format": {"type": "json_object"}}), None, "input"),
    (
        respond(text={"format": {"type": "json_schema", "name": "n"}}),
        "missing_required_parameter",
        "text.format.schema",
    ),
]

MEDIA: list[tuple[str, Any, str | None, str | None]] = [
    ("/embeddings", {"model": "m"}, "missing_required_parameter", "input"),
    ("/embeddings", {"model": "m", "input": 3}, "invalid_type", "input"),
    ("/embeddings", {"model": "m", "input": []}, "empty_array", "input"),
    ("/embeddings", {"model": "m", "input": ["a"] * 2049}, "array_above_max_length", "input"),
    ("/embeddings", {"model": "m", "input": ["a", ""]}, None, "input"),
    ("/embeddings", {"model": "m", "input": "a", "dimensions": 4000}, None, "dimensions"),
    (
        "/embeddings",
        {"model": "m", "input": "a", "encoding_format": "hex"},
        "invalid_value",
        "encoding_format",
    ),
    ("/images/generations", {}, "missing_required_parameter", "prompt"),
    ("/images/generations", {"prompt": 3}, "invalid_type", "prompt"),
    ("/images/generations", {"prompt": "x", "n": 11}, "invalid_value", "n"),
    ("/images/generations", {"prompt": "x", "size": "big"}, "invalid_value", "size"),
    ("/images/generations", {"prompt": "x", "size": "9999x1"}, "invalid_value", "size"),
    ("/images/edits", {"prompt": "x"}, "missing_required_parameter", "images"),
    ("/audio/speech", {"model": "m", "voice": "v"}, "missing_required_parameter", "input"),
    ("/audio/speech", {"model": "m", "input": "x"}, "missing_required_parameter", "voice"),
    (
        "/audio/speech",
        {"model": "m", "input": "x", "voice": "v", "response_format": "midi"},
        "invalid_value",
        "response_format",
    ),
    (
        "/audio/speech",
        {"model": "m", "input": "x", "voice": "v", "speed": 9},
        "decimal_above_max_value",
        "speed",
    ),
    (
        "/audio/speech",
        {"model": "tts-1", "input": "x", "voice": "v", "stream_format": "sse"},
        None,
        "stream_format",
    ),
    ("/completions", {"model": "m"}, "missing_required_parameter", "prompt"),
    ("/completions", {"model": "m", "prompt": 3}, "invalid_type", "prompt"),
    ("/completions", {"model": "m", "prompt": []}, "invalid_type", "prompt"),
    ("/rerank", {"model": "m"}, "missing_required_parameter", "query"),
    ("/rerank", {"model": "m", "query": 3}, "invalid_type", "query"),
    ("/rerank", {"model": "m", "query": "q", "documents": []}, None, "documents"),
    ("/rerank", {"model": "m", "query": "q", "documents": [3]}, "invalid_type", "documents"),
    ("/chat/completions", chat(response_format="json"), "invalid_type", "response_format"),
    (
        "/chat/completions",
        chat(response_format={"type": "json_schema"}),
        "missing_required_parameter",
        "response_format.json_schema",
    ),
    (
        "/chat/completions",
        chat(messages=[{"role": "user", "content": [{"type": "document_url"}]}]),
        "missing_required_parameter",
        "messages[0].content[0].document_url",
    ),
]


@pytest.mark.parametrize(("body", "code", "param"), CHAT)
def test_chat(server: ProviderServer, body: Any, code: str | None, param: str | None) -> None:
    status, error = send(server, "/chat/completions", body)
    assert (status, error["code"], error["param"]) == (400, code, param)
    assert error["type"] == "invalid_request_error"
    assert error["message"]


@pytest.mark.parametrize(("body", "code", "param"), RESPONSES)
def test_responses(server: ProviderServer, body: Any, code: str | None, param: str | None) -> None:
    status, error = send(server, "/responses", body)
    assert (status, error["code"], error["param"]) == (400, code, param)


@pytest.mark.parametrize(("schema", "words"), STRICT_SCHEMAS)
def test_strict_schemas(server: ProviderServer, schema: Any, words: str) -> None:
    for path, body in (
        ("/chat/completions", chat(response_format=form(schema=schema))),
        (
            "/responses",
            respond(text={"format": {**form()["json_schema"], **form(), "schema": schema}}),
        ),
    ):
        status, error = send(server, path, body)
        assert (status, error["code"]) == (400, "invalid_json_schema")
        assert error["message"].startswith("Invalid schema for response_format 'n': ")
        assert words in error["message"]


def test_a_good_strict_schema_passes(server: ProviderServer) -> None:
    node = {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}
    schema = {
        **strict(a=strict(b={"type": "integer"}), next=node),
        "$defs": {"node": strict(next=node)},
    }
    assert send(server, "/chat/completions", chat(response_format=form(schema=schema)))[0] == 200


@pytest.mark.parametrize(("path", "body", "code", "param"), MEDIA)
def test_media(
    server: ProviderServer, path: str, body: Any, code: str | None, param: str | None
) -> None:
    status, error = send(server, path, body)
    assert (status, error["code"], error["param"]) == (400, code, param)


def multipart(*parts: tuple[str, str | None, bytes]) -> bytes:
    made = b""
    for name, filename, data in parts:
        file = "" if filename is None else f'; filename="{filename}"'
        made += f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()
        made += data + b"\r\n"
    return made + b"--b--\r\n"


FILE = ("file", "a.wav", b"sound")
IMAGE = ("image", "a.png", b"picture")
MODEL = ("model", None, b"whisper-1")
PURPOSE = ("purpose", None, b"user_data")


def life(seconds: bytes) -> tuple[str, None, bytes]:
    return ("expires_after[seconds]", None, seconds)


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("transcriptions", b"nothing", None),
        ("transcriptions", b"--b\r\nno gap\r\n--b--", None),
        ("transcriptions", b"--b\r\nx: y\r\n\r\n\r\n--b--", None),
        ("transcriptions", multipart(FILE), None),
        ("transcriptions", multipart(MODEL), "file"),
        ("transcriptions", multipart(MODEL, ("file", None, b"x")), "file"),
        ("transcriptions", multipart(MODEL, ("file", "a", b"")), "file"),
        (
            "translations",
            multipart(MODEL, FILE, ("response_format", None, b"x")),
            "response_format",
        ),
        ("translations", multipart(MODEL, FILE, ("temperature", None, b"hot")), "temperature"),
        ("translations", multipart(MODEL, FILE, ("temperature", None, b"2")), "temperature"),
        ("edits", multipart(), "image"),
        ("edits", multipart(IMAGE), "prompt"),
        ("edits", multipart(("image[]", "a.png", b"")), "image"),
        ("edits", multipart(("image", None, b"x")), "image"),
        ("files", multipart(), "file"),
        ("files", multipart(("file", None, b"x")), "file"),
        ("files", multipart(FILE), "purpose"),
        ("files", multipart(FILE, ("purpose", None, b"fun")), "purpose"),
        ("files", multipart(("file", "a", b""), PURPOSE), "file"),
        ("files", multipart(FILE, PURPOSE, life(b"60")), "expires_after.seconds"),
        ("files", multipart(FILE, PURPOSE, life(b"long")), "expires_after.seconds"),
    ],
)
def test_forms(server: ProviderServer, path: str, body: bytes, param: str | None) -> None:
    area = {"edits": "/images", "files": ""}.get(path, "/audio")
    kind = "multipart/form-data; boundary=b"
    status, error = send(server, f"{area}/{path}", body, kind)
    assert (status, error["param"]) == (400, param)


def test_a_file_that_is_kept_for_a_while(server: ProviderServer) -> None:
    body = multipart(FILE, PURPOSE, life(b"3600"))
    status, file = send(server, "/files", body, "multipart/form-data; boundary=b")

    assert (status, file["bytes"], file["filename"]) == (200, 5, "a.wav")
    assert file["expires_at"] == file["created_at"] + 3600


def test_a_form_without_its_boundary(server: ProviderServer) -> None:
    status, error = send(server, "/audio/transcriptions", b"x", "multipart/form-data")
    assert (status, error["message"]) == (
        400,
        "Could not parse multipart form: multipart body without a boundary",
    )


def test_a_mask_of_another_size(server: ProviderServer) -> None:
    _, made = send(server, "/images/generations", {"prompt": "x", "size": "8x8"})
    import base64

    png = base64.b64decode(made["data"][0]["b64_json"])
    body = multipart(("image", "a", png), ("mask", "m", b"tiny"), ("prompt", None, b"x"))
    status, error = send(server, "/images/edits", body, "multipart/form-data; boundary=b")
    assert (status, error["param"]) == (400, "mask")


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, None),
        ("Basic sk-right", None),
        ("Bearer ", None),
        ("Bearer sk-wrong", "invalid_api_key"),
    ],
)
def test_keys(server: ProviderServer, key: str | None, code: str | None) -> None:
    status, error = send(server, "/chat/completions", chat(), key=key)
    assert (status, error["code"]) == (401, code)
    assert "sk-wrong" not in error["message"]


@pytest.mark.parametrize("path", ["/nothing", "/chat", "/chat/completions/x"])
def test_unknown_paths(server: ProviderServer, path: str) -> None:
    status, error = send(server, path, chat())
    assert (status, error["message"]) == (404, f"Invalid URL (POST /v1{path})")


def test_unknown_files(server: ProviderServer) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as caught:
        urllib.request.urlopen(f"{server.origin}/files/none.png")
    caught.value.close()


def test_an_unforeseen_request_is_an_answer(server: ProviderServer) -> None:
    status, error = send(server, "/chat/completions", chat(tool_choice=3, tools=[function()]))
    assert status == 500
    assert error["message"].startswith("the server failed on this request: AttributeError")
