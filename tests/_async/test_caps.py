"""Every cap on what a server sends: what has just its size passes, one byte more is refused."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

import ai_sdk.aio as ai
from ai_sdk.errors import AISDKError, InvalidArgumentError, InvalidResponseError
from ai_sdk.http_rules.clock import CallClock
from ai_sdk.testing import ProviderServer, Reply
from ai_sdk.testing.server.aws_frames import chunk
from ai_sdk.types._value import EMPTY
from ai_sdk.types.timeouts import Timeout
from tests._async.http_support import KINDS, open_client, post
from tests.faults.server import SSE_HEAD, FaultServer, Peer, chunk as frame, reply, say

MIB = 1024 * 1024
JSON = {"content-type": "application/json"}
OVER = pytest.mark.parametrize("over", [0, 1], ids=["at the cap", "one byte more"])


def a_clock() -> CallClock:
    return CallClock(Timeout(first_event=60, idle=60, connect=10))


def test_the_usual_caps() -> None:
    caps = ai.Caps()

    assert (caps.event, caps.line, caps.reply) == (16 * MIB, MIB, 64 * MIB)
    assert (caps.error, caps.head) == (64 * 1024, 64 * 1024)
    assert ai.AsyncHTTPClient().caps == caps


@pytest.mark.parametrize("name", ["event", "line", "reply", "error", "head"])
@pytest.mark.parametrize("size", [0, -1, 1.5, True, "64", None])
def test_caps_are_numbers_of_bytes(name: str, size: Any) -> None:
    with pytest.raises(
        InvalidArgumentError, match=f"caps: {name} must be a whole number"
    ) as caught:
        ai.Caps(**{name: size})

    assert caught.value.parameter == f"caps.{name}"


def test_a_head_has_a_highest_cap() -> None:
    assert ai.Caps(head=96 * 1024).head == 96 * 1024
    with pytest.raises(InvalidArgumentError, match="at most 98304"):
        ai.Caps(head=96 * 1024 + 1)


# ---- whole replies


async def body_of(answer: Any, caps: ai.Caps, kind: str = "own") -> bytes:
    with FaultServer(answer) as server:
        async with open_client(kind, caps=caps) as client:
            found = await client.send(post(server.url), clock=a_clock())
    return found.body


@OVER
@pytest.mark.parametrize("coding", ["plain", "gzip"])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_reply(kind: str, coding: str, over: int) -> None:
    content = b"x" * (5000 + over)
    answer = reply(content)
    if coding == "gzip":
        answer = reply(gzip.compress(content), b"content-encoding: gzip")

    if over:
        with pytest.raises(InvalidResponseError, match="the reply is larger than 5000 bytes"):
            await body_of(say(answer), ai.Caps(reply=5000), kind)
    else:
        assert await body_of(say(answer), ai.Caps(reply=5000), kind) == content


@pytest.mark.parametrize("over", [0, 1])
async def test_the_usual_cap_of_a_reply(over: int) -> None:
    content = gzip.compress(bytes(64 * MIB + over), 1)
    answer = say(reply(content, b"content-encoding: gzip"))

    if over:
        with pytest.raises(InvalidResponseError, match="larger than 67108864 bytes"):
            await body_of(answer, ai.Caps())
    else:
        assert len(await body_of(answer, ai.Caps())) == 64 * MIB


@OVER
@pytest.mark.parametrize("kind", KINDS)
async def test_an_error(kind: str, over: int) -> None:
    """What is more of an error's body is not read, and the error is the same."""
    page = say(reply(b"x" * (5000 + over), status=b"502 Bad Gateway"))

    assert await body_of(page, ai.Caps(error=5000), kind) == b"x" * 5000


@pytest.mark.parametrize("engine", ["default", "fast"])
@pytest.mark.parametrize("line", [b"x" * 110_000, b"x" * 5_000_000], ids=["110 KB", "5 MB"])
async def test_a_head_that_no_engine_holds_is_refused_and_not_asked_for_again(
    engine: Any, line: bytes
) -> None:
    with FaultServer(say(reply(b"{}", b"x-long: " + line))) as server:
        async with ai.AsyncHTTPClient(engine=engine) as client:
            provider = ai.create_openai(base_url=server.url, api_key="k", client=client)
            with pytest.raises(InvalidResponseError, match="header lines|larger than") as caught:
                await ai.generate_text(provider.chat("m"), prompt="x")
    assert not caught.value.is_retryable
    assert caught.value.url
    assert len(caught.value.attempts) == 1


@OVER
@pytest.mark.parametrize("cap", [ai.Caps().head, 500, 96 * 1024])
async def test_a_head(cap: int, over: int) -> None:
    fixed = len("content-length: 2\r\nx-a: \r\n")
    answer = reply(b"ok", b"x-a: " + b"y" * (cap - fixed + over))

    if over:
        with pytest.raises(InvalidResponseError, match=f"head of the reply is larger than {cap}"):
            await body_of(say(answer), ai.Caps(head=cap))
    else:
        assert await body_of(say(answer), ai.Caps(head=cap)) == b"ok"


# ---- streams


def deltas(texts: Iterable[str]) -> Iterator[bytes]:
    """Events of a chat, one for each text; never an end mark."""
    for text in texts:
        delta = {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}
        yield f"data: {json.dumps(delta)}\n\n".encode()


@pytest.mark.parametrize("kind", KINDS)
async def test_good_events_without_end_that_cost_their_sender_nothing(kind: str) -> None:
    """Each delta is right, and the caps of events say nothing: the stream as a whole is a bomb."""
    sent: list[int] = []

    def endless(peer: Peer) -> bool:
        pack = zlib.compressobj(9, wbits=31)
        thousand = b"".join(deltas(["x"] * 1000))
        piece = SSE_HEAD.replace(b"\r\n\r\n", b"\r\ncontent-encoding: gzip\r\n\r\n")
        while peer.send(piece):  # as long as the client is there
            packed = pack.compress(thousand) + pack.flush(zlib.Z_SYNC_FLUSH)
            sent.append(len(packed))
            piece = frame(packed)
        return False

    caps = ai.Caps(reply=MIB)
    with FaultServer(endless) as server:
        async with open_client(kind, caps=caps) as client:
            model = ai.create_openai(api_key="k", base_url=server.url, client=client).chat("m")
            stream = ai.stream_text(model, prompt="hi", max_retries=0)
            with pytest.raises(
                InvalidResponseError, match="bomb: .* 1048576 bytes beyond"
            ) as caught:
                async with stream:
                    await stream.result()
    text, one = caught.value.partial.text, len(next(deltas("x")))
    assert set(text) == {"x"}
    assert MIB - one < len(text) * one < 1.3 * MIB  # each thousand is sent as about a hundred bytes
    assert len(sent) > 13


@pytest.mark.parametrize("coding", ["plain", "gzip"])
async def test_a_long_stream_is_as_long_as_its_sender_pays_for(coding: str) -> None:
    texts = [hashlib.sha256(b"%d" % n).hexdigest() for n in range(2000)]
    body = b"".join(deltas(texts)) + event_of(200)
    last = await text_of(event_of(200), ai.Caps())
    headers = {} if coding == "plain" else {"content-encoding": "gzip"}
    sent = body if coding == "plain" else gzip.compress(body)

    assert await text_of(sent, ai.Caps(reply=5000), headers=headers) == "".join(texts) + last


async def text_of(
    body: bytes, caps: ai.Caps, kind: str = "text/event-stream", headers: Mapping[str, str] = EMPTY
) -> str:
    lines = {"content-type": kind, **headers}
    answer = Reply.raw(200, lines, body).delivered(framing="chunked")
    with ProviderServer(lambda _: answer) as server:
        async with ai.AsyncHTTPClient(caps=caps) as client:
            given: dict[str, Any] = {"api_key": "k", "client": client}
            model = ai.create_openai(base_url=server.base_url, **given).chat("m")
            if "amazon" in kind:
                bedrock = ai.create_bedrock(base_url=server.origin, region="us-east-1", **given)
                model = bedrock("anthropic.claude-v1:0")
            async with ai.stream_text(model, prompt="hi", max_retries=0) as stream:
                result = await stream.result()
    return result.text


def event_of(size: int) -> bytes:
    """An event with so many bytes of data, and the end mark of its protocol."""
    delta = {"choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "stop"}]}
    start, end = json.dumps(delta).split('""', 1)
    data = start + '"' + "x" * (size - len(start) - len(end) - 2) + '"' + end
    assert len(data) == size
    return f"data: {data}\n\ndata: [DONE]\n\n".encode()


@OVER
@pytest.mark.parametrize("cap", [5000, 16 * MIB])
async def test_an_event(cap: int, over: int) -> None:
    body = event_of(cap + over)

    if over:
        with pytest.raises(InvalidResponseError, match=f"event of the stream is larger than {cap}"):
            await text_of(body, ai.Caps(event=cap))
    else:
        assert set(await text_of(body, ai.Caps(event=cap))) == {"x"}


@OVER
async def test_an_event_over_several_lines(over: int) -> None:
    body = event_of(5000 + over - 1).replace(b'"choices": ', b'"choices":\ndata:  ')

    if over:
        with pytest.raises(InvalidResponseError, match="event of the stream is larger than 5000"):
            await text_of(body, ai.Caps(event=5000))
    else:
        assert set(await text_of(body, ai.Caps(event=5000))) == {"x"}


@OVER
@pytest.mark.parametrize("start", [b": ", b"event: ", b"id: ", b"retry: ", b"other: "])
@pytest.mark.parametrize("cap", [5000, MIB])
async def test_a_line_that_is_no_data(cap: int, start: bytes, over: int) -> None:
    line = start + b"7" * (cap + over - len(start)) + b"\n\n"

    if over:
        with pytest.raises(InvalidResponseError, match=f"line of the stream is larger than {cap}"):
            await text_of(line + event_of(200), ai.Caps(line=cap))
    else:
        assert set(await text_of(line + event_of(200), ai.Caps(line=cap))) == {"x"}


def frames(size: int) -> bytes:
    """A whole answer in AWS's framing with one message of that size."""
    start = {"type": "message_start", "message": {"content": [], "usage": {"input_tokens": 1}}}
    stop = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {}}
    block = {
        "type": "content_block_start",
        "index": 0,
        "content_block": {"type": "text", "text": ""},
    }

    def delta(length: int) -> bytes:
        said = {"type": "text_delta", "text": "x" * length}
        return chunk({"type": "content_block_delta", "index": 0, "delta": said})

    length = next(n for n in range(size) if len(delta(n)) >= size)
    return (
        chunk(start) + chunk(block) + delta(length) + chunk(stop) + chunk({"type": "message_stop"})
    )


@pytest.mark.parametrize("over", [0, 8])
async def test_a_message_in_the_framing_of_aws(over: int) -> None:
    """An event of 2000 bytes may have a message of 3000: it travels in base64, with a head."""
    body = frames(2990 + over * 2)
    kind = "application/vnd.amazon.eventstream"

    if over:
        with pytest.raises(InvalidResponseError, match="more than 3000"):
            await text_of(body, ai.Caps(event=2000), kind)
    else:
        assert set(await text_of(body, ai.Caps(event=2000), kind)) == {"x"}


# ---- nesting


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@OVER
@pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streamed"])
async def test_nested_json(streaming: bool, over: int) -> None:
    inner = nested(128 - 1 + over)
    said = {"role": "assistant", "content": "yes"}
    answer = json.dumps({"choices": [{"message": said, "finish_reason": "stop"}], "extra": 0})
    event = json.dumps({"choices": [{"delta": said, "finish_reason": "stop"}], "extra": 0})
    text = (event if streaming else answer).replace('"extra": 0', f'"extra": {inner}')
    sent = Reply.sse([text, "[DONE]"]) if streaming else Reply.raw(200, JSON, text)

    with ProviderServer(lambda _: sent) as server:
        model = ai.create_openai(base_url=server.base_url, api_key="k").chat("m")
        call = streamed if streaming else ai.generate_text
        if over:
            with pytest.raises(InvalidResponseError, match="nested deeper than 128 levels"):
                await call(model, prompt="hi", max_retries=0)
        else:
            result = await call(model, prompt="hi", max_retries=0)
            assert result.text == "yes"


async def streamed(model: Any, **settings: Any) -> Any:
    async with ai.stream_text(model, **settings) as stream:
        return await stream.result()


@pytest.mark.parametrize(
    ("given", "depth"),
    [("", 128), ("20", 20), ("300", 300), ("9999", 512), ("0", 128), ("-3", 128), ("many", 128)],
)
def test_the_environment_sets_the_depth(
    given: str, depth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI_SDK_JSON_DEPTH", given)
    program = (
        "from ai_sdk.json_codec import MAX_DEPTH as n, JSONDepthError, loads\n"
        "loads('[' * n + ']' * n)\n"
        "try: loads('[' * (n + 1) + ']' * (n + 1))\n"
        "except JSONDepthError: print(n)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert int(done.stdout) == depth


# ---- MCP


@OVER
async def test_messages_of_an_mcp_server(over: int) -> None:
    ready = {"protocolVersion": "2025-06-18", "capabilities": {}, "serverInfo": {"name": "s"}}
    text = json.dumps({"jsonrpc": "2.0", "id": 1, "result": {**ready, "instructions": ""}})
    cap = 3000
    await connected(Reply.raw(200, JSON, padded(text, cap + over)), ai.Caps(reply=cap), over)
    await connected(Reply.sse([padded(text, cap + over)]), ai.Caps(event=cap), over)


def padded(text: str, size: int) -> str:
    return text[:-1] + " " * (size - len(text)) + "}"


async def connected(answer: Reply, caps: ai.Caps, over: int) -> None:
    def respond(request: Any) -> Reply:
        begins = request.method == "POST" and request.json.get("method") == "initialize"
        return answer if begins else Reply.raw(202)

    with ProviderServer(respond) as server:
        async with ai.AsyncHTTPClient(caps=caps) as client:
            mcp = ai.create_mcp_client(f"{server.origin}/mcp", client=client)
            if over:
                with pytest.raises(AISDKError, match="larger than 3000 bytes"):
                    await mcp.connect()
            else:
                async with mcp:
                    assert mcp is not None
