"""What the HTTP client sends, in its head and in its body."""

from __future__ import annotations

import gzip
import re
import tracemalloc
from typing import Any

import pytest

from ai_sdk.errors import (
    ConfigurationError,
    InvalidArgumentError,
    InvalidResponseError,
)
from ai_sdk.types.caps import Caps
from ai_sdk.types.http import FormPart, HTTPRequest
from tests._async.http_support import KINDS, OK, a_clock, open_client, post
from tests.faults.server import (
    FaultServer,
    reply,
    say,
)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_sent(kind: str) -> None:
    with FaultServer(OK) as server:
        async with open_client(kind) as client:
            request = HTTPRequest(
                "POST",
                server.url + "/v1/x",
                {"Authorization": "Bearer k", "Host": "evil", "Content-Length": "1"},
                {"b": 1, "a": "é"},
                (),
                {"q": "1 &2"},
            )
            answer = await client.send(request, clock=a_clock())
    assert answer.status == 200
    assert answer.body == b"fine"
    assert answer.headers == {"content-length": "4"}
    assert answer.url == server.url + "/v1/x"
    (head, body) = server.requests[0]
    lines = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:])
    assert head.startswith(b"POST /v1/x?q=1%20%262 HTTP/1.1\r\n")
    assert body == '{"b":1,"a":"é"}'.encode()
    assert lines[b"host"] == server.url.removeprefix("http://").encode()
    assert lines[b"content-length"] == b"%d" % len(body)
    assert lines[b"content-type"] == b"application/json"
    assert lines[b"accept-encoding"] == b"gzip, deflate"
    assert lines[b"authorization"] == b"bearer k"
    assert re.fullmatch(rb"ai-sdk/\d+\.\d+\.\d+", lines[b"user-agent"])


async def test_the_caller_s_headers_win() -> None:
    with FaultServer(OK) as server:
        async with open_client() as client:
            request = post(server.url, user_agent="mine", content_type="application/x", Accept="y")
            await client.send(request, clock=a_clock())
        (peer,) = server.peers
        assert peer.header("user-agent") == "mine"
        assert peer.header("content-type") == "application/x"
        assert peer.header("accept") == "y"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_form(kind: str) -> None:
    parts = (
        FormPart("model", "whisper"),
        FormPart("file", b"\x00\r\n\xff", 'a "b" ü.wav', "audio/wav"),
        FormPart("file", b"", "empty"),
    )
    with FaultServer(OK) as server:
        async with open_client(kind) as client:
            request = HTTPRequest("POST", server.url, {"content-type": "text/x"}, form=parts)
            await client.send(request, clock=a_clock())
        found = re.fullmatch(
            "multipart/form-data; boundary=([0-9a-f]{32})",
            server.peers[0].header("content-type") or "",
        )
    assert found is not None
    mark = b"--" + found[1].encode()
    assert server.requests[0][1] == (
        mark + b'\r\ncontent-disposition: form-data; name="model"\r\n\r\nwhisper\r\n'
        + mark + '\r\ncontent-disposition: form-data; name="file"; filename="a %22b%22 ü.wav"'
        "\r\ncontent-type: audio/wav\r\n\r\n".encode() + b"\x00\r\n\xff\r\n"
        + mark + b'\r\ncontent-disposition: form-data; name="file"; filename="empty"\r\n'
        b"content-type: application/octet-stream\r\n\r\n\r\n" + mark + b"--\r\n"
    )  # fmt: skip


@pytest.mark.parametrize("part", [
    FormPart("a\r\nb", "x"),
    FormPart("a", b"x", "f\nname"),
    FormPart("a", b"x", "f\0name"),
    FormPart("a", b"x", "f", "text/plain\r\nx: y"),
])  # fmt: skip
async def test_a_malformed_form_part_is_refused(part: FormPart) -> None:
    async with open_client() as client:
        with pytest.raises(InvalidArgumentError, match="line break, a NUL"):
            request = HTTPRequest("POST", "http://127.0.0.1:9", form=(part,))
            await client.send(request, clock=a_clock())


@pytest.mark.parametrize(
    ("name", "line", "kind", "match"),
    [
        ("authorization", "Bearer sk-canary\n", ConfigurationError, "line break"),
        ("authorization", "Bearer sk-canary\r\nx: y", ConfigurationError, "line break"),
        ("x-api-key", "sk-canary\0", ConfigurationError, "control character"),
        ("api-key", "sk-canary\u2019", ConfigurationError, "Latin-1"),
        ("authorization", "Bearer sk-canary ", ConfigurationError, "spaces"),
        ("x-other", "canary\n", InvalidArgumentError, "'x-other' has a line break"),
        ("x-other", 12, InvalidArgumentError, "is a int"),
        ("x other", "canary", InvalidArgumentError, "'x other'"),
        ("x:other", "canary", InvalidArgumentError, "'x:other'"),
        ("", "canary", InvalidArgumentError, "''"),
    ],
)
async def test_a_bad_header_is_refused_unsent_and_unseen(
    name: str, line: Any, kind: type[Exception], match: str
) -> None:
    with FaultServer(OK) as server:
        async with open_client() as client:
            with pytest.raises(kind, match=match) as caught:
                request = HTTPRequest("POST", server.url, {name: line})
                await client.send(request, clock=a_clock())
        assert server.requests == []
    assert "canary" not in str(caught.value) + repr(caught.value) + str(vars(caught.value))


async def test_a_body_without_json_form_is_refused() -> None:
    async with open_client() as client:
        with pytest.raises(InvalidArgumentError, match="no JSON form"):
            await client.send(post("http://127.0.0.1:9", {"a": object()}), clock=a_clock())


@pytest.mark.parametrize(
    "url", ["", "api.test/v1", "ftp://api.test", "http://", "http://a:b/", "http://a:0/"]
)
async def test_an_address_that_is_none_is_refused(url: str) -> None:
    async with open_client() as client:
        with pytest.raises(ConfigurationError, match="no address"):
            await client.send(post(url), clock=a_clock())


async def test_the_start_of_a_body() -> None:
    with FaultServer(say(reply(b"x" * 2000))) as server:
        async with open_client() as client:
            stream = await client.open(post(server.url), clock=a_clock())
            assert await stream.read_rest(10) == b"x" * 10
            assert await stream.read() is None


async def test_a_bomb_never_unfolds() -> None:
    bomb = gzip.compress(bytes(1024 * 1024) * 200, 1)
    with FaultServer(say(reply(bomb, b"content-encoding: gzip"))) as server:
        async with open_client(caps=Caps(reply=1024 * 1024)) as client:
            tracemalloc.start()
            try:
                with pytest.raises(InvalidResponseError, match="larger than 1048576 bytes"):
                    await client.send(post(server.url), clock=a_clock())
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
    assert peak < 6 * 1024 * 1024


@pytest.mark.parametrize("kind", KINDS)
async def test_the_body_of_an_error_is_read_but_not_all_of_it(kind: str) -> None:
    page = say(reply(b"<html>" + b"x" * 10_000_000, status=b"502 Bad Gateway"))
    with FaultServer(page, OK) as server:
        async with open_client(kind) as client:
            answer = await client.send(post(server.url), clock=a_clock())
            assert (answer.status, len(answer.body)) == (502, Caps().error)
            answer = await client.send(post(server.url), clock=a_clock())
            assert answer.body == b"fine"


async def test_an_error_whose_body_is_corrupt_is_still_that_error() -> None:
    broken = reply(b"\x00" * 40, b"content-encoding: gzip", status=b"500 Oh")
    with FaultServer(say(broken)) as server:
        async with open_client() as client:
            answer = await client.send(post(server.url), clock=a_clock())
    assert (answer.status, answer.body) == (500, b"")


async def test_repeated_headers_are_joined() -> None:
    with FaultServer(say(reply(b"", b"X-A: 1", b"x-a: 2"))) as server:
        async with open_client() as client:
            answer = await client.send(post(server.url), clock=a_clock())
    assert answer.headers["x-a"] == "1, 2"
