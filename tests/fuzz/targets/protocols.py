"""Messages of MCP: JSON-RPC as it is read, lines out of bytes, and what results hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ai_sdk.errors import AISDKError, InvalidResponseError
from ai_sdk.json_codec import dumps
from ai_sdk.mcp import jsonrpc, modern, protocol, reading
from ai_sdk.mcp.content import model_output
from ai_sdk.mcp.elicitation import elicitation
from ai_sdk.mcp.lines import LineDecoder

from ..mutate import bytes_mutator, json_mutator
from ..target import Target, expect, pieces, random_of, typed

__all__ = ["TARGETS"]

_RESULTS: list[Any] = [
    {"content": [{"type": "text", "text": "sunny"}, {"type": "image", "data": "iVBORw0KGgo=", "mimeType": "image/png"}],
     "structuredContent": {"a": 1}, "isError": False, "_meta": {"x": 1}},
    {"content": [{"type": "resource", "resource": {"uri": "file:///a.txt", "text": "x"}},
                 {"type": "resource", "resource": {"uri": "file:///b", "blob": "AAE=", "mimeType": "image/gif"}},
                 {"type": "resource_link", "uri": "https://a.example.com", "name": "a"}], "isError": True},
    {"toolResult": [1]}, {"structuredContent": {"a": 1}},
    {"tools": [{"name": "add", "inputSchema": {"type": "object"}, "annotations": {"title": "Add"}}], "nextCursor": "n"},
    {"resources": [{"uri": "file:///a", "name": "a", "size": 3, "mimeType": "text/plain"}]},
    {"resourceTemplates": [{"uriTemplate": "file:///{path}", "name": "t"}]},
    {"contents": [{"uri": "file:///a", "text": "x"}, {"uri": "file:///b", "blob": "AAE="}]},
    {"prompts": [{"name": "p", "arguments": [{"name": "a", "required": True}]}]},
    {"messages": [{"role": "user", "content": {"type": "text", "text": "x"}}], "description": "d"},
    {"completion": {"values": ["a", "b"], "total": 2, "hasMore": False}},
    {"protocolVersion": protocol.LATEST, "capabilities": {"tools": {}}, "serverInfo": {"name": "s", "version": "1"}},
    {"supportedVersions": [modern.MODERN], "capabilities": {}, "_meta": {"io.modelcontextprotocol/serverInfo": {"name": "s"}}},
    {"resultType": "input_required", "inputRequests": {"k": {"method": "elicitation/create", "params": {}}}},
]  # fmt: skip
_MESSAGES: list[Any] = [
    jsonrpc.request(1, "ping"),
    jsonrpc.request("q", "sampling/createMessage", {"messages": []}),
    jsonrpc.notification("notifications/progress", {"progress": 1, "progressToken": 7}),
    jsonrpc.failure(3, -32601, "no"),
    {"id": 1, "error": {"code": -1, "message": "m", "data": {"a": 1}}},
    jsonrpc.request(
        5, "elicitation/create", {"message": "Which?", "requestedSchema": {"type": "object"}}
    ),
    *(jsonrpc.response(at, result) for at, result in enumerate(_RESULTS)),
]
_KINDS = (jsonrpc.Request, jsonrpc.Notification, jsonrpc.Response, jsonrpc.Failure)


def _tool(result: Any) -> object:
    return model_output(reading.tool_result(result))


_READERS: tuple[Callable[[Any], object], ...] = (
    _tool,
    reading.resource_contents,
    reading.prompt_result,
    reading.completion,
    protocol.server_info,
    modern.discovered,
    modern.needs_input,
    lambda result: reading.page(result, "tools", "tools/list", reading.tool_definition),
    lambda result: reading.page(result, "resources", "resources/list", reading.resource),
    lambda result: reading.page(result, "resourceTemplates", "x", reading.resource_template),
    lambda result: reading.page(result, "prompts", "prompts/list", reading.prompt),
)


def _check_message(data: bytes) -> bool:
    batch, error = typed(lambda: jsonrpc.messages(data), InvalidResponseError)
    if error is not None:
        return False
    assert isinstance(batch, list)
    for each in batch:
        message, refused = typed(lambda each=each: jsonrpc.read(each), InvalidResponseError)
        if refused is not None:
            continue
        expect(isinstance(message, _KINDS), "no message", message)
        if isinstance(message, jsonrpc.Response):
            expect(type(message.id) in (int, str), "an id that is none", message)
            _read_result(message.result)
            wanted = jsonrpc.read(jsonrpc.response(message.id, message.result))
            expect(wanted == message, "written it is another", message, wanted)
        elif isinstance(message, jsonrpc.Request):
            expect(type(message.id) in (int, float, str), "an id that is none", message)
            again = jsonrpc.read(jsonrpc.request(message.id, message.method, message.params))
            expect(again == message or message.id != again.id, "written it is another", message)  # type: ignore[union-attr]
            expect(isinstance(elicitation(message.params).mode, str), "no question", message)
    return True


def _read_result(result: Any) -> None:
    for read in _READERS:
        typed(lambda read=read: read(result), AISDKError)


def _work_message(data: bytes) -> None:
    typed(lambda: _check_message(data))


# ---- lines

_CAP = 50


def _lines(parts: list[bytes]) -> tuple[list[bytes], bool]:
    decoder = LineDecoder(_CAP)
    found: list[bytes] = []
    try:
        for part in parts:
            found += decoder.feed(part)
    except InvalidResponseError:
        return found, True
    return found, False


def _check_lines(data: bytes) -> bool:
    cut, failed = _lines(pieces(data, random_of(data)))
    whole = data.split(b"\n")[:-1]
    wanted = [line.removesuffix(b"\r") for line in whole if line.strip()]
    too_long = any(len(line) > _CAP for line in data.split(b"\n"))
    expect(failed == too_long, "the cap is elsewhere", failed, too_long)
    expect(failed or cut == wanted, "other lines", cut, wanted)
    expect(cut == wanted[: len(cut)], "other lines before the cap", cut, wanted)
    return bool(cut)


def _work_lines(data: bytes) -> None:
    decoder = LineDecoder()
    for at in range(0, len(data), 16):
        decoder.feed(data[at : at + 16])


_message_seeds = [dumps(each) for each in _MESSAGES] + [dumps(_MESSAGES[:4])]
_line_seeds = [
    b"\n".join(_message_seeds[:3]) + b"\n",
    b"one\r\n\r\n \ntwo\nthree",
    b"x" * 60 + b"\na\n",
]
TARGETS = (
    Target(
        "mcp.messages", _check_message, _work_message, lambda: _message_seeds,
        json_mutator(_message_seeds), 2,
    ),
    Target(
        "mcp.lines", _check_lines, _work_lines, lambda: _line_seeds,
        bytes_mutator(b"\n", b"\r\n", b"{}\n", b" ", b"x" * 49), 6, (b"\n", b"a", b"ab\n", b"\r"),
    ),
)  # fmt: skip
