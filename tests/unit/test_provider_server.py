"""The provider server on the wire: HTTP, scripts, what it records, and every fault it can make."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ai_sdk.testing import Event, Gate, ProviderServer, Reply, ToolCall, Turn, refusing_url

SOURCE = Path(__file__).parents[2] / "src"
BODY = json.dumps({"model": "m", "messages": [{"role": "user", "content": 'Say "hi"'}]})
STREAM = json.dumps({**json.loads(BODY), "stream": True})


class Line:
    """A raw connection to the server."""

    def __init__(self, server: ProviderServer) -> None:
        self.sock = socket.create_connection(("127.0.0.1", server.port), timeout=10)

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *exc: object) -> None:
        self.sock.close()

    def ask(self, body: str = BODY, path: str = "/v1/chat/completions", more: str = "") -> None:
        head = f"POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n{more}\r\n"
        self.sock.sendall(head.encode() + body.encode())

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = self.sock.recv(size - len(data))
            assert piece, data
            data += piece
        return data

    def rest(self) -> bytes:
        data = b""
        while piece := self.sock.recv(65536):
            data += piece
        return data


def send(
    server: ProviderServer,
    body: str | bytes = BODY,
    path: str = "/v1/chat/completions",
    method: str = "POST",
    headers: dict[str, str] | None = None,
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    result = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    connection.close()
    return result


def said(data: bytes) -> str:
    return json.loads(data)["choices"][0]["message"]["content"]


def serve(*script: Reply, **settings: Any) -> ProviderServer:
    return ProviderServer(script, **settings)


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with ProviderServer() as running:
        yield running


# --- life, requests, connections ---


def test_urls(server: ProviderServer) -> None:
    assert server.origin == f"http://127.0.0.1:{server.port}"
    assert server.base_url == f"{server.origin}/v1"


def test_close_twice_and_stop_mid_reply() -> None:
    gate = Gate()
    server = ProviderServer([Reply.text("x").gated(gate)]).start()
    with Line(server) as line:
        line.ask()
        gate.wait_reached()
        server.close()
        server.close()
        with pytest.raises(ConnectionResetError):
            line.rest()
    gate.open()
    assert gate.is_set()


def test_a_fixed_port() -> None:
    with ProviderServer() as first:
        port = first.port
    with ProviderServer(port=port) as second:
        assert second.port == port


def test_requests_are_recorded(server: ProviderServer) -> None:
    send(server, path="/v1/chat/completions?a=1&a=2&b=", headers={"X-Thing": "yes"})
    (request,) = server.wait_requests()
    assert (request.number, request.connection, request.method) == (1, 1, "POST")
    assert request.path == request.raw_path == "/v1/chat/completions"
    assert request.query == {"a": ["1", "2"], "b": [""]}
    assert request.headers["x-thing"] == "yes"
    assert ("X-Thing", "yes") in request.header_list
    assert request.json == json.loads(BODY)
    assert request.body == BODY.encode()
    assert (request.parts, request.form) == ((), {})


def test_a_path_is_kept_raw_and_decoded(server: ProviderServer) -> None:
    assert send(server, path="/v1/models/a%2Fb", method="GET")[0] == 200  # one segment
    assert server.requests[0].raw_path == "/v1/models/a%2Fb"
    assert server.requests[0].path == "/v1/models/a/b"


def test_a_connection_serves_again(server: ProviderServer) -> None:
    with Line(server) as line:
        for _ in range(2):
            line.ask()
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += line.read(1)
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            assert said(line.read(length)) == "hi"
    server.wait_closed()
    assert [request.connection for request in server.requests] == [1, 1]
    counts = server.connections
    assert (counts.opened, counts.open_now, counts.closed_by_peer, counts.closed) == (1, 0, 1, 1)


def test_close_is_honoured(server: ProviderServer) -> None:
    with Line(server) as line:
        line.ask(more="connection: close\r\n")
        assert b"connection: close" in line.rest()
    server.wait_idle()
    assert server.connections.closed_by_peer == 0


def test_chunked_request_bodies_and_expect(server: ProviderServer) -> None:
    with Line(server) as line:
        line.sock.sendall(
            b"POST /v1/chat/completions HTTP/1.1\r\ntransfer-encoding: chunked\r\n"
            b"expect: 100-continue\r\nconnection: close\r\n\r\n"
        )
        assert line.read(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        half = len(BODY) // 2
        for piece in (BODY[:half], BODY[half:]):
            line.sock.sendall(b"%x;note=1\r\n%b\r\n" % (len(piece), piece.encode()))
        line.sock.sendall(b"0\r\ntrailer: 1\r\n\r\n")
        assert line.rest().startswith(b"HTTP/1.1 200 OK\r\n")
    assert server.requests[0].json == json.loads(BODY)


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_is_refused(server: ProviderServer, data: bytes) -> None:
    with Line(server) as line:
        line.sock.sendall(data)
        assert line.rest().startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert server.requests == []


def test_many_streams_at_once() -> None:
    gate = Gate()
    words = " ".join(map(str, range(50)))
    with ProviderServer(lambda request: Reply.text(words).gated(gate, at=10)) as server:
        with ThreadPoolExecutor(250) as pool:
            running = [pool.submit(send, server, STREAM) for _ in range(250)]
            server.wait_requests(250)
            gate.wait_reached()
            assert server.connections.open_now == 250
            gate.open()
            bodies = {future.result()[2] for future in running}
    assert len(bodies) == 250  # each has its own id
    assert all(body.endswith(b"data: [DONE]\n\n") for body in bodies)


def test_waiting_gives_up(server: ProviderServer) -> None:
    with pytest.raises(TimeoutError, match="0 requests"):
        server.wait_requests(1, timeout=0.001)
    with pytest.raises(TimeoutError):
        server.wait_closed(1, timeout=0.001)
    with pytest.raises(TimeoutError, match="reached the gate"):
        Gate().wait_reached(timeout=0.001)


def test_refusing_connections(server: ProviderServer) -> None:
    with refusing_url() as url, pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(url.split(":")[2].removesuffix("/v1"))))
    with Line(server) as line:
        line.ask()
        line.read(1)
        with server.refusing(), pytest.raises(ConnectionRefusedError):
            Line(server)
    assert said(send(server)[2]) == "hi"


def test_a_stopped_server_cannot_refuse() -> None:
    server = ProviderServer()
    with pytest.raises(RuntimeError, match="not running"), server.refusing():
        pass


# --- scripts ---


def test_replies_come_in_order_then_an_error() -> None:
    with serve(Reply.text("one"), Reply.text("two")) as server:
        assert server.unused_replies == 2
        assert [said(send(server)[2]) for _ in range(2)] == ["one", "two"]
        assert server.unused_replies == 0
        status, headers, body = send(server)
    assert (status, headers["x-should-retry"]) == (500, "false")
    assert json.loads(body)["error"]["code"] == "script_exhausted"


def test_the_builtin_answers_may_follow() -> None:
    with serve(Reply.text("one"), after_script="builtin") as server:
        assert [said(send(server)[2]) for _ in range(2)] == ["one", "hi"]
        server.say_next(Reply.text("three"), Reply.builtin())
        assert [said(send(server)[2]) for _ in range(2)] == ["three", "hi"]


def test_say_next_without_a_script(server: ProviderServer) -> None:
    server.say_next(Reply.turn(Turn(text="once")))
    assert [said(send(server)[2]) for _ in range(2)] == ["once", "hi"]


def test_a_function_may_answer() -> None:
    def script(request: Any) -> Reply:
        if request.number == 2:
            raise LookupError("oops")
        return Reply.text(request.json["messages"][0]["content"])

    with ProviderServer(script) as server:
        assert said(send(server)[2]) == 'Say "hi"'
        status, _, body = send(server)
    assert status == 500
    assert json.loads(body)["error"]["message"] == "the script failed: LookupError: oops"


def test_a_text_is_a_reply_and_anything_else_is_told_at_once() -> None:
    with ProviderServer(["one", 2]) as server:  # type: ignore[list-item]
        assert said(send(server)[2]) == "one"
        status, headers, body = send(server)
    assert (status, headers["x-should-retry"]) == (500, "false")
    assert "a script holds Reply values and texts, not int" in json.loads(body)["error"]["message"]


def test_tool_calls_in_three_spellings() -> None:
    calls = [ToolCall("a", {"x": 1}, id="i"), ("b", {}), {"name": "c", "input": "{bad"}]
    with serve(Reply.tool_calls(calls, "hm")) as server:
        message = json.loads(send(server)[2])["choices"][0]["message"]
    assert message["content"] == "hm"
    assert [(c["id"], c["function"]) for c in message["tool_calls"]] == [
        ("i", {"name": "a", "arguments": '{"x": 1}'}),
        ("call_000001_1", {"name": "b", "arguments": "{}"}),
        ("call_000001_2", {"name": "c", "arguments": "{bad"}),
    ]


def test_given_deltas_are_kept() -> None:
    with serve(Reply.text("", deltas=["a", "", "bc"])) as server:
        lines = send(server, STREAM)[2].split(b"\n\n")
    texts = [json.loads(line[6:])["choices"] for line in lines[:-2]]
    contents = [choices[0]["delta"].get("content") for choices in texts]
    assert contents == ["", "a", "", "bc", None]


@pytest.mark.parametrize(
    ("path", "reply"),
    [
        ("/v1/chat/completions", Reply.images([b"x"])),
        ("/v1/responses", Reply.audio(b"x")),
        ("/v1/embeddings", Reply.text("x")),
        ("/v1/images/generations", Reply.text("x")),
        ("/v1/audio/speech", Reply.text("x")),
        ("/v1/models", Reply.text("x")),
    ],
)
def test_a_reply_that_does_not_fit_says_so(path: str, reply: Reply) -> None:
    everything = {"input": "x", "prompt": "x", "voice": "x", **json.loads(BODY)}
    method = "GET" if path.endswith("models") else "POST"
    with serve(reply) as server:
        status, _, body = send(server, json.dumps(everything), path, method)
    assert status == 500
    assert " is no answer to " in json.loads(body)["error"]["message"]


def test_raw_replies_are_verbatim() -> None:
    pairs = [("set-cookie", "a"), ("set-cookie", "b"), ("content-type", "x/y")]
    script = [
        Reply.raw(299, pairs, "text"),
        Reply.raw(204),
        Reply.raw(body=lambda: [b"a" * 70_000, b"b"]),
    ]
    with ProviderServer(script) as server:
        with Line(server) as line:
            line.ask(more="connection: close\r\n")
            assert line.rest() == (
                b"HTTP/1.1 299 Unknown\r\nset-cookie: a\r\nset-cookie: b\r\ncontent-type: x/y\r\n"
                b"content-length: 4\r\nconnection: close\r\n\r\ntext"
            )
        assert send(server)[::2] == (204, b"")
        status, headers, body = send(server)
    assert (status, headers, body) == (200, {"transfer-encoding": "chunked"}, b"a" * 70_000 + b"b")


def test_events_in_three_spellings() -> None:
    reply = Reply.sse(
        [{"a": "ü"}, "two\nlines", Event([1], event="named")], headers={"x-a": "1"}, status=201
    )
    with serve(reply) as server:
        status, headers, body = send(server)
    assert (status, headers["x-a"]) == (201, "1")
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert body.decode() == (
        'data: {"a":"ü"}\n\ndata: two\ndata: lines\n\nevent: named\ndata: [1]\n\n'
    )


def chunk_sizes(data: bytes) -> list[int]:
    """Read the sizes of the chunks of a whole raw reply, the last one included."""
    sizes: list[int] = []
    at = data.index(b"\r\n\r\n") + 4
    while at < len(data):
        line, _, _ = data[at:].partition(b"\r\n")
        sizes.append(int(line, 16))
        at += len(line) + 2 + sizes[-1] + 2
    return sizes


@pytest.mark.parametrize(
    ("chunks", "sizes"),
    [
        (None, [12, 0]),
        (5, [5, 5, 2, 0]),
        ([1, 3, 2], [1, 3, 2, 6, 0]),
        ([20], [12, 0]),
        ([12], [12, 0]),
    ],
)
def test_recorded_bytes_keep_their_reads(chunks: Any, sizes: list[int]) -> None:
    with serve(Reply.sse(b"data: one\n\n:", chunks=chunks)) as server, Line(server) as line:
        line.ask(more="connection: close\r\n")
        assert chunk_sizes(line.rest()) == sizes


# --- gates ---


def test_a_gate_before_the_head() -> None:
    gate = Gate()
    with serve(Reply.gate(gate)) as server, Line(server) as line:
        line.ask(more="connection: close\r\n")
        gate.wait_reached()
        assert gate.reached
        assert not gate.is_set()
        gate.open()
        assert said(line.rest().partition(b"\r\n\r\n")[2]) == "hi"


@pytest.mark.parametrize(("at", "seen"), [(0, 0), (2, 2), (99, 5)])
def test_a_gate_in_the_body(at: int, seen: int) -> None:
    gate = Gate()
    with serve(Reply.text("a b").gated(gate, at=at)) as server, Line(server) as line:
        line.ask(STREAM, more="connection: close\r\n")
        gate.wait_reached()
        line.sock.setblocking(False)
        before = line.sock.recv(65536)
        assert before.count(b"data: ") == seen
        line.sock.setblocking(True)
        gate.open()
        assert before.count(b"data: ") + line.rest().count(b"data: ") == 5


def test_a_thread_event_is_a_gate() -> None:
    event = threading.Event()
    with serve(Reply.gate(event, Reply.text("later"))) as server, Line(server) as line:
        line.ask(more="connection: close\r\n")
        server.wait_requests()
        event.set()
        assert b"later" in line.rest()


def test_a_client_that_leaves_at_a_gate_is_noticed() -> None:
    with serve(Reply.gate(Gate())) as server:
        with Line(server) as line:
            line.ask()
            server.wait_requests()
        server.wait_closed()
        server.wait_idle()


# --- faults ---


@pytest.mark.parametrize("how", ["close", "rst", "stall"])
def test_no_answer(how: Any) -> None:
    with serve(Reply.no_answer(how)) as server:
        with Line(server) as line:
            line.ask()
            if how == "close":
                assert line.rest() == b""
            elif how == "rst":
                with pytest.raises(ConnectionResetError):
                    line.rest()
            else:
                server.wait_requests()
                assert server.connections.open_now == 1
        if how == "stall":
            server.wait_closed()
        server.wait_idle()


@pytest.mark.parametrize("how", ["cut", "rst", "stall", "clean"])
def test_ends_of_a_cut_stream(how: Any) -> None:
    with serve(Reply.text("a b c").cut(after_events=2, how=how)) as server:
        with Line(server) as line:
            line.ask(STREAM, more="connection: close\r\n" if how == "clean" else "")
            head = line.read(1)
            if how == "rst":
                with pytest.raises(ConnectionResetError):
                    line.rest()
            elif how == "stall":
                while head.count(b"\n\n") < 2:
                    head += line.read(1)
                assert server.connections.open_now == 1
            else:
                data = head + line.rest()
                assert data.count(b"data: ") == 2
                assert (chunk_sizes(data)[-1] == 0) is (how == "clean")
        server.wait_idle()


def test_a_cut_inside_an_event() -> None:
    with serve(Reply.text("a b c").cut(after_bytes=30)) as server, Line(server) as line:
        line.ask(STREAM)
        assert sum(chunk_sizes(line.rest())) == 30


@pytest.mark.parametrize(("how", "announced"), [("cut", 571), ("clean", 0)])
def test_a_cut_before_the_first_byte(how: Any, announced: int) -> None:
    with serve(Reply.raw(body=b"x" * 571).cut(after_bytes=0, how=how)) as server:
        with Line(server) as line:
            line.ask(more="connection: close\r\n")
            data = line.rest()
    assert f"content-length: {announced}\r\n".encode() in data
    assert data.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/responses"])
def test_a_stream_without_its_end_mark(path: str) -> None:
    body = json.dumps({**json.loads(STREAM), "input": "x"})
    with serve(*[Reply.text("a b"), Reply.text("a b").without_end_mark()]) as server:
        whole, cut = (
            send(server, body, path)[2].decode().replace("_000002", "_000001") for _ in "12"
        )
    lost = whole.removeprefix(cut)
    assert lost != whole
    if path.endswith("responses"):
        assert lost.startswith("event: response.completed\n")
        assert lost.count("data: ") == 1
    else:
        assert '"finish_reason":"stop"' in lost
        assert lost.endswith("data: [DONE]\n\n")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("body", [BODY, STREAM])
def test_compressed_bodies(coding: Any, body: str) -> None:
    with serve(Reply.text("hi").compressed(coding)) as server:
        _, headers, data = send(server, body)
    assert headers["content-encoding"] == coding
    plain = gzip.decompress(data) if coding == "gzip" else zlib.decompress(data)
    assert b'"content":"hi"' in plain


def test_a_gzip_bomb() -> None:
    with serve(Reply.gzip_bomb(3_000_000)) as server:
        _, headers, data = send(server)
    assert headers["content-encoding"] == "gzip"
    assert len(data) < 5_000
    assert gzip.decompress(data) == bytes(3_000_000)


@pytest.mark.parametrize(("announced", "error"), [(10_000, True), (5, False)])
def test_a_wrong_content_length(announced: int, error: bool) -> None:
    reply = Reply.text("hi").delivered(content_length=announced)
    with serve(reply) as server, Line(server) as line:
        line.ask()
        head, _, body = line.rest().partition(b"\r\n\r\n")
    assert f"content-length: {announced}".encode() in head
    assert (len(body) < announced) is error


def test_both_framings_at_once() -> None:
    reply = Reply.text("hi").delivered(framing="chunked", content_length=3)
    with serve(reply) as server, Line(server) as line:
        line.ask()
        head = line.rest().partition(b"\r\n\r\n")[0]
    assert b"transfer-encoding: chunked" in head
    assert b"content-length: 3" in head


def test_a_body_that_ends_with_the_connection() -> None:
    with serve(Reply.text("hi").delivered(framing="eof")) as server, Line(server) as line:
        line.ask()
        head, _, body = line.rest().partition(b"\r\n\r\n")
    assert b"content-length" not in head
    assert said(body) == "hi"


@pytest.mark.parametrize("announced", [True, False])
def test_closing_after_the_reply(announced: bool) -> None:
    with serve(Reply.text("hi").closing(announced=announced)) as server, Line(server) as line:
        line.ask()
        data = line.rest()
    assert data.endswith(b"}")
    assert (b"connection: close" in data) is announced


def test_dribble_and_pause() -> None:
    reply = Reply.text("hi").delivered(framing="chunked", pause=0.0001).dribbled()
    with serve(reply) as server, Line(server) as line:
        line.ask(more="connection: close\r\n")
        assert set(chunk_sizes(line.rest())) == {1, 0}


def test_exact_bytes() -> None:
    wire = b"HTTP/1.0 200 OK\r\n\r\nanything"
    with serve(Reply.wire(wire, chunks=1), Reply.wire(b"junk", end="rst")) as server:
        with Line(server) as line:
            line.ask()
            assert line.rest() == wire
        with Line(server) as line:
            line.ask()
            assert line.read(4) == b"junk"
            with pytest.raises(ConnectionResetError):
                line.rest()


def test_exact_bytes_and_then_another_request() -> None:
    wire = b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
    with serve(Reply.wire(wire, end="clean"), Reply.text("two")) as server, Line(server) as line:
        line.ask()
        assert line.read(len(wire)) == wire
        line.ask(more="connection: close\r\n")
        assert b"two" in line.rest()


def test_an_html_page() -> None:
    with serve(Reply.html_error(503, "Busy")) as server:
        status, headers, body = send(server)
    assert (status, headers["content-type"]) == (503, "text/html")
    assert b"<title>503 Busy</title>" in body


def test_error_headers() -> None:
    reply = Reply.error(429, retry_after="soon", retry_after_ms=20, headers={"x-a": "1"})
    with serve(reply.with_headers({"X-A": "2", "x-request-id": "mine"})) as server:
        _, headers, body = send(server)
    assert headers["retry-after"] == "soon"
    assert headers["retry-after-ms"] == "20"
    assert headers["x-a"] == "2"
    assert headers["x-request-id"] == "mine"
    assert json.loads(body)["error"]["code"] == "rate_limit_exceeded"


def test_back_pressure_holds_a_large_reply() -> None:
    pieces: list[int] = []

    def body() -> Iterator[bytes]:
        for number in range(200):
            pieces.append(number)
            yield bytes(1 << 20)

    gate = Gate()
    with serve(Reply.raw(body=body), Reply.gate(gate)) as server:
        with Line(server) as line:
            line.ask()
            line.read(1000)
            gate.open()
            send(server)  # the server goes on while the other client does not read
            assert len(pieces) < 200
        server.wait_closed()
        server.wait_idle()
        assert len(pieces) < 200


def test_it_needs_the_standard_library_alone() -> None:
    code = (
        "import sys, ai_sdk.testing.server as server\n"
        "with server.ProviderServer(): pass\n"
        "mine = ('ai_sdk', 'ai_sdk.testing', 'ai_sdk.testing.server')\n"
        "for name in sys.modules:\n"
        "    top = name.partition('.')[0]\n"
        "    own = name in mine or name.startswith('ai_sdk.testing.server.')\n"
        "    assert own or top in sys.stdlib_module_names or top.startswith('__'), name\n"
    )
    subprocess.run([sys.executable, "-S", "-c", code], check=True, env={"PYTHONPATH": str(SOURCE)})
