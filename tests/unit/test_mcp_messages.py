"""JSON-RPC messages, lines and values of MCP: what is written, and what is made of anything read."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ai_sdk import (
    APICallError,
    FilePart,
    InvalidArgumentError,
    InvalidResponseError,
    MCPError,
    MCPToolDefinition,
    MCPToolResult,
    TextPart,
    UnsupportedFunctionalityError,
    detect_tool_drift,
    fingerprint_tools,
    tool,
)
from ai_sdk.mcp import jsonrpc, modern, reading
from ai_sdk.mcp.content import model_output, part
from ai_sdk.mcp.elicitation import answer_of, elicitation
from ai_sdk.mcp.environment import child_environment
from ai_sdk.mcp.lines import LineDecoder
from ai_sdk.mcp.protocol import LATEST, server_info
from ai_sdk.mcp.toolset import shown_name
from ai_sdk.types.tools import ContentOutput, ErrorOutput, JSONOutput, TextOutput
from tests.recordings.records import shared_folder

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["jsonrpc", "id", "method", "params", "result", "error", "code"])


# ---- messages


@pytest.mark.parametrize(
    ("message", "read"),
    [
        (jsonrpc.request(1, "ping"), jsonrpc.Request(1, "ping")),
        (jsonrpc.request("a", "x", {"n": 1}), jsonrpc.Request("a", "x", {"n": 1})),
        (jsonrpc.notification("note", {"n": 1}), jsonrpc.Notification("note", {"n": 1})),
        (jsonrpc.response(1, {"ok": True}), jsonrpc.Response(1, {"ok": True})),
        (jsonrpc.response(1, None), jsonrpc.Response(1, None)),
        (jsonrpc.failure(1, -32601, "no"), jsonrpc.Failure(1, -32601, "no")),
        ({"id": "7", "result": 1}, jsonrpc.Response(7, 1)),
        ({"id": 7.0, "result": 1}, jsonrpc.Response(7, 1)),
        ({"id": "q-1", "result": 1}, jsonrpc.Response("q-1", 1)),
        ({"id": None, "error": {"code": -1, "message": "m"}}, jsonrpc.Failure(None, -1, "m")),
        (
            {"id": 1, "error": {"message": 5}},
            jsonrpc.Failure(1, -32603, "the server gave no reason"),
        ),
        ({"method": "m", "params": [1]}, jsonrpc.Notification("m")),
    ],
)
def test_messages_are_read_as_they_were_meant(message: Any, read: Any) -> None:
    assert jsonrpc.read(message) == read


@pytest.mark.parametrize(
    "message",
    [None, 7, "x", [], {}, {"id": 1}, {"id": True, "result": 1}, {"id": 1.5, "result": 1}]
    + [{"id": 1, "error": None}, {"id": 1, "error": "no"}, {"result": 1}, {"method": 5, "id": 1}],
)
def test_what_is_no_message_is_an_error(message: Any) -> None:
    with pytest.raises(InvalidResponseError):
        jsonrpc.read(message)


@given(st.dictionaries(FIELDS, JSON) | JSON)
def test_anything_is_a_message_or_a_typed_error(thing: Any) -> None:
    try:
        read = jsonrpc.read(thing)
    except InvalidResponseError:
        return
    assert isinstance(
        read, jsonrpc.Request | jsonrpc.Notification | jsonrpc.Response | jsonrpc.Failure
    )


@given(st.binary(max_size=60))
def test_any_bytes_are_messages_or_a_typed_error(data: bytes) -> None:
    try:
        assert all(isinstance(each, dict) for each in jsonrpc.messages(data))
    except InvalidResponseError as error:
        assert error.body is not None


def test_a_batch_is_its_messages_and_an_empty_one_is_none() -> None:
    assert jsonrpc.messages(b'[{"id":1},{"id":2}]') == [{"id": 1}, {"id": 2}]
    with pytest.raises(InvalidResponseError):
        jsonrpc.messages(b"[]")


# ---- lines


@given(
    st.lists(st.binary(min_size=1, max_size=9).filter(lambda b: b"\n" not in b and b.strip())),
    st.lists(st.integers(1, 7), min_size=1),
)
def test_lines_do_not_depend_on_how_they_come(lines: list[bytes], sizes: list[int]) -> None:
    whole = b"".join(line + b"\n" for line in lines)
    decoder, found, at, turn = LineDecoder(), [], 0, 0
    while at < len(whole):
        size = sizes[turn % len(sizes)]
        found += decoder.feed(whole[at : at + size])
        at, turn = at + size, turn + 1

    assert found == [line.removesuffix(b"\r") for line in lines]


@pytest.mark.parametrize("size", [1, 3, 11, 100])
def test_a_line_that_is_too_long_is_an_error_before_its_end(size: int) -> None:
    decoder, data = LineDecoder(cap=10), b"x" * 100
    with pytest.raises(InvalidResponseError, match="longer than 10 bytes"):
        for at in range(0, 100, size):
            decoder.feed(data[at : at + size])


# ---- the opening talk


@pytest.mark.parametrize("result", [None, [], {}, {"protocolVersion": 7}])
def test_an_opening_without_version_is_an_error(result: Any) -> None:
    with pytest.raises(InvalidResponseError, match="protocol version"):
        server_info(result)


def test_an_opening_may_say_little() -> None:
    info = server_info({"protocolVersion": LATEST, "serverInfo": None, "capabilities": []})

    assert (info.name, info.version, info.capabilities, info.title) == ("unnamed", "", {}, None)


def test_an_unknown_version_names_those_that_are_known() -> None:
    with pytest.raises(UnsupportedFunctionalityError, match=r"2030-01-01.*2025-11-25"):
        server_info({"protocolVersion": "2030-01-01"})


@pytest.mark.parametrize(
    ("message", "headers"),
    [
        (jsonrpc.request(1, "ping"), {"mcp-method": "ping"}),
        (
            jsonrpc.request(1, "resources/read", {"uri": "a://b"}),
            {"mcp-method": "resources/read", "mcp-name": "a://b"},
        ),
        (
            jsonrpc.request(1, "tools/call", {"name": "é"}),
            {"mcp-method": "tools/call", "mcp-name": "=?base64?w6k=?="},
        ),
        (
            jsonrpc.request(1, "tools/call", {"name": " a"}),
            {"mcp-method": "tools/call", "mcp-name": "=?base64?IGE=?="},
        ),
        (jsonrpc.response(1, {}), {}),
    ],
)
def test_headers_tell_what_a_request_is_about(message: Any, headers: Any) -> None:
    assert modern.routing_headers(message) == headers


@pytest.mark.parametrize(
    ("status", "data", "code"),
    [
        (400, {"code": -32602, "message": "m"}, -32602),
        (404, {"code": -32601, "message": "m", "data": 1}, -32601),
        (401, {"code": -32602, "message": "m"}, None),
        (500, {"code": -32603, "message": "m"}, None),
        (400, {"code": 400, "message": "m"}, None),
        (400, "text", None),
        (400, None, None),
    ],
)
def test_an_error_inside_a_refusal_is_the_servers_own(status: int, data: Any, code: Any) -> None:
    found = modern.refused_inside(APICallError("x", status_code=status, data=data), "ping")

    assert (None if found is None else found.code) == code


@pytest.mark.parametrize(
    ("code", "data", "may_be"),
    [
        (-32022, {"supported": ["2026-07-28"]}, True),
        (-32022, {"supported": ["2031-01-01"]}, False),
        (-32601, None, True),
        (-32603, None, False),
        (None, None, False),
    ],
)
def test_only_some_refusals_mean_another_protocol(code: Any, data: Any, may_be: bool) -> None:
    assert modern.may_be_modern(MCPError("x", code=code, data=data)) is may_be


@pytest.mark.parametrize(
    "result", [None, {}, {"supportedVersions": ["2031-01-01"]}, {"supportedVersions": "2026-07-28"}]
)
def test_a_server_that_does_not_speak_it_is_an_error(result: Any) -> None:
    with pytest.raises(InvalidResponseError, match="2026-07-28"):
        modern.discovered(result)


@pytest.mark.parametrize("asked", [None, 5, [], {"q": 5}])
def test_questions_without_form_are_an_error(asked: Any) -> None:
    with pytest.raises(InvalidResponseError, match="asks for input"):
        modern.needs_input({"resultType": "input_required", "inputRequests": asked})


# ---- answers


@pytest.mark.parametrize(
    ("result", "made"),
    [
        ({"content": []}, MCPToolResult()),
        ({"content": [], "isError": "yes"}, MCPToolResult()),
        ({"structuredContent": {"a": 1}}, MCPToolResult((), {"a": 1})),
        ({"toolResult": 5}, MCPToolResult((), 5)),
        (
            {"content": [{"type": "text", "text": "t"}], "isError": True, "_meta": {"m": 1}},
            MCPToolResult(({"type": "text", "text": "t"},), None, True, {"m": 1}),
        ),
    ],
)
def test_answers_of_tools_are_read(result: Any, made: MCPToolResult) -> None:
    assert reading.tool_result(result) == made


@pytest.mark.parametrize(
    "result", [None, 5, {}, {"content": 1}, {"content": [1]}, {"content": [{}]}]
)
def test_answers_of_tools_that_are_none_are_errors(result: Any) -> None:
    with pytest.raises(InvalidResponseError):
        reading.tool_result(result)


READERS = [
    reading.tool_result,
    reading.resource_contents,
    reading.prompt_result,
    reading.completion,
    server_info,
    lambda thing: reading.page(thing, "tools", "tools/list", reading.tool_definition),
    lambda thing: reading.page(thing, "prompts", "prompts/list", reading.prompt),
    lambda thing: reading.page(thing, "resources", "resources/list", reading.resource),
]
KEYS = st.sampled_from(
    ["content", "contents", "messages", "completion", "values", "tools", "prompts", "resources"]
    + ["name", "uri", "type", "text", "blob", "inputSchema", "protocolVersion", "role", "arguments"]
)
SHAPES = st.recursive(
    st.none() | st.integers() | st.sampled_from(["user", "text", LATEST, "!"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("read", READERS)
@given(thing=SHAPES)
def test_any_answer_is_a_value_or_a_typed_error(read: Any, thing: Any) -> None:
    try:
        read(thing)
    except (InvalidResponseError, UnsupportedFunctionalityError):
        pass


def test_blobs_are_bytes_and_bad_ones_are_errors() -> None:
    (held,) = reading.resource_contents({"contents": [{"uri": "a://b", "blob": "AAEC"}]})

    assert (held.data, held.text) == (b"\0\1\2", None)
    with pytest.raises(InvalidResponseError, match="no base64"):
        reading.resource_contents({"contents": [{"uri": "a://b", "blob": "***"}]})


# ---- what the model sees


@pytest.mark.parametrize(
    ("block", "made"),
    [
        ({"type": "text", "text": "t"}, TextPart("t")),
        (
            {"type": "image", "data": "AAEC", "mimeType": "image/png"},
            FilePart(b"\0\1\2", "image/png"),
        ),
        ({"type": "audio", "data": "AAEC"}, FilePart(b"\0\1\2", "audio")),
        ({"type": "resource", "resource": {"uri": "a://b", "text": "t"}}, TextPart("t")),
        (
            {"type": "resource", "resource": {"uri": "a://b/c.pdf", "blob": "AAEC"}},
            FilePart(b"\0\1\2", None, "c.pdf"),
        ),
        (
            {"type": "resource_link", "uri": "file:///x"},
            TextPart('{"type":"resource_link","uri":"file:///x"}'),
        ),
        ({"type": "hologram", "data": 1}, TextPart('{"type":"hologram","data":1}')),
        ({"type": "image"}, TextPart('{"type":"image"}')),
    ],
)
def test_blocks_become_parts(block: Any, made: Any) -> None:
    assert part(block) == made


def test_bad_base64_is_an_error_and_no_picture() -> None:
    with pytest.raises(InvalidResponseError, match="an image is no base64"):
        part({"type": "image", "data": "***", "mimeType": "image/png"})


TEXT, IMAGE = (
    {"type": "text", "text": "t"},
    {"type": "image", "data": "AAEC", "mimeType": "image/png"},
)


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (MCPToolResult((TEXT,)), TextOutput("t")),
        (MCPToolResult((TEXT, TEXT)), TextOutput("t\nt")),
        (MCPToolResult((), {"a": 1}), JSONOutput({"a": 1})),
        (MCPToolResult(), JSONOutput(None)),
        (
            MCPToolResult((TEXT, IMAGE)),
            ContentOutput((TextPart("t"), FilePart(b"\0\1\2", "image/png"))),
        ),
        (MCPToolResult((TEXT,), is_error=True), ErrorOutput("t")),
        (MCPToolResult(is_error=True), ErrorOutput("the tool failed and gave no reason")),
    ],
)
def test_answers_as_the_model_sees_them(result: MCPToolResult, told: Any) -> None:
    assert model_output(result) == told


@pytest.mark.parametrize(
    ("name", "shown"),
    [("add", "add"), ("dir.list", "dir_list"), ("a/b c", "a_b_c"), ("x" * 99, "x" * 64)],
)
def test_names_fit_every_provider(name: str, shown: str) -> None:
    assert shown_name("", name) == shown


# ---- fingerprints


@pytest.mark.parametrize(
    "change",
    [
        {"description": "Adds, and sends your files."},
        {"input_schema": {"type": "object", "properties": {"secret": {"type": "string"}}}},
        {"title": "Plus"},
        {"output_schema": {"type": "object"}},
        {"annotations": {"readOnlyHint": True}},
    ],
)
def test_every_change_that_a_model_sees_changes_the_fingerprint(change: Any) -> None:
    plain: dict[str, Any] = {
        "name": "add",
        "input_schema": {"type": "object"},
        "description": "Adds.",
    }
    approved = fingerprint_tools([MCPToolDefinition(**plain)])
    drift = detect_tool_drift(approved, [MCPToolDefinition(**{**plain, **change})])

    assert drift.changed == ("add",)
    assert drift
    assert not detect_tool_drift(approved, [MCPToolDefinition(**plain)])


def test_the_order_of_keys_changes_no_fingerprint() -> None:
    one = MCPToolDefinition("f", {"type": "object", "properties": {}})
    two = MCPToolDefinition("f", {"properties": {}, "type": "object"})

    assert fingerprint_tools([one]) == fingerprint_tools([two])


def test_tools_have_fingerprints_and_other_things_none() -> None:
    @tool
    def add(a: int) -> int:
        """Adds."""
        return a

    assert list(fingerprint_tools([add])) == ["add"]
    with pytest.raises(InvalidArgumentError, match="not str"):
        fingerprint_tools(["add"])  # type: ignore[list-item]


# ---- the rest


@pytest.mark.skipif(os.name != "posix", reason="Windows passes other variables on")
def test_functions_of_shells_and_keys_are_not_passed_on() -> None:
    mine = {"PATH": "/bin", "SHELL": "() { :; }", "OPENAI_API_KEY": "sk", "HOME": "/h"}

    assert child_environment({"PATH": "/mine"}, mine) == {"PATH": "/mine", "HOME": "/h"}


@pytest.mark.parametrize("given", [5, {}, {"action": "maybe"}, "accept"])
def test_answers_to_questions_are_checked(given: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="on_elicitation"):
        answer_of(given)


def test_questions_in_url_mode_are_told_apart() -> None:
    asked = elicitation({"mode": "url", "message": "Log in", "url": "https://example.com/in"})

    assert (asked.mode, asked.url, dict(asked.requested_schema)) == (
        "url",
        "https://example.com/in",
        {},
    )


RECORDED = shared_folder() / "recordings" / "mcp.jsonl"


@pytest.mark.skipif(not RECORDED.exists(), reason="the recordings are not here")
def test_recorded_answers_are_read() -> None:
    kinds = []
    for line in RECORDED.read_text().splitlines():
        record = json.loads(line)
        asked = record["request"]["body"]
        for event in record["response"]["sse"]:
            for message in jsonrpc.messages(event["data"]):
                read = jsonrpc.read(message)
                kinds.append((asked["method"], type(read).__name__))
                if isinstance(read, jsonrpc.Response):
                    assert read.id == asked["id"]
                    made: Any = (
                        server_info if asked["method"] == "initialize" else reading.tool_result
                    )
                    assert made(read.result)

    assert set(kinds) == {
        ("initialize", "Response"),
        ("tools/call", "Notification"),
        ("tools/call", "Response"),
    }


@pytest.mark.parametrize(
    ("read", "result", "words"),
    [
        (reading.tool_definition, {"name": "look"}, "'look' has no input schema"),
        (reading.tool_definition, {"inputSchema": {}}, "has no name"),
        (reading.resource_contents, {"contents": [{"uri": "x:"}]}, "neither text nor blob"),
        (
            reading.prompt_result,
            {"messages": [{"role": "boss", "content": {}}]},
            "no role or no content",
        ),
        (reading.prompt_result, {"messages": [{"role": "user"}]}, "no role or no content"),
    ],
)
def test_half_a_thing_is_none(read: Any, result: Any, words: str) -> None:
    with pytest.raises(InvalidResponseError, match=words):
        read(result)
