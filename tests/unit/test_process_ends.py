"""Interrupts, the interpreter's end, readers in several threads, and loops that close too early."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest

import ai_sdk
from ai_sdk import aio
from ai_sdk.testing import ProviderServer, Reply
from tests.endurance.surroundings import PROTOCOLS, model_of
from tests.faults.server import SSE_HEAD, FaultServer, Peer, chunk, reply, say_and_stall

FIRST = chunk(b'data: {"id": "1", "choices": [{"index": 0, "delta": {"content": "one"}}]}\n\n')


def chat(face: Any, server: FaultServer, client: Any = None) -> Any:
    return model_of(face, "openai_chat", server.url, "m", client)


def stopping(start: bytes) -> Any:
    """Answers with `start`, then interrupts the main thread, which waits for more."""
    main = threading.main_thread().ident
    assert main is not None

    def answer(peer: Peer) -> bool:
        peer.send(start)
        while not peer_gone(peer):
            signal.pthread_kill(main, signal.SIGINT)
        return False

    return answer


def peer_gone(peer: Peer) -> bool:
    """Whether the client hangs up within a moment."""
    try:
        peer.sock.settimeout(0.2)
        return peer.sock.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_an_interrupt_ends_a_stream_that_waits() -> None:
    with FaultServer(stopping(SSE_HEAD + FIRST)) as server, ai_sdk.HTTPClient() as client:
        texts = []
        with pytest.raises(KeyboardInterrupt):
            with ai_sdk.stream_text(chat(ai_sdk, server, client), prompt="hi") as stream:
                texts += stream.text_stream
        assert peer_gone(server.peers[0])
    assert texts in ([], ["one"])


def test_an_interrupt_ends_the_sleep_before_a_retry() -> None:
    main = threading.main_thread().ident
    assert main is not None
    ended = threading.Event()

    def answer(peer: Peer) -> None:
        peer.send(reply(b"{}", b"retry-after: 50", status=b"429 Too Many Requests"))
        threading.Thread(target=interrupt).start()

    def interrupt() -> None:
        while not ended.wait(0.2):
            signal.pthread_kill(main, signal.SIGINT)

    with FaultServer(answer) as server, ai_sdk.HTTPClient() as client:
        try:
            with pytest.raises(KeyboardInterrupt):
                ai_sdk.generate_text(chat(ai_sdk, server, client), prompt="hi")
        finally:
            ended.set()
        assert len(server.requests) == 1


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_second_thread_cannot_read_a_stream_that_another_waits_for(protocol: str) -> None:
    gate = threading.Event()
    held = Reply.text("one two").gated(gate, at=0)
    with ProviderServer([held]) as server, ai_sdk.HTTPClient() as client:
        stream = ai_sdk.stream_text(
            model_of(ai_sdk, protocol, server.origin, "m", client), prompt="hi"
        )
        reader = threading.Thread(target=lambda: list(stream))
        reader.start()
        server.wait_requests(1)
        while not stream._busy:
            threading.Event().wait(0.001)
        with pytest.raises(ai_sdk.StreamConsumedError, match="another reader is waiting"):
            list(stream.text_stream)
        gate.set()
        reader.join(30)
        assert not reader.is_alive()
        assert stream.result().text == "one two"


def test_a_second_task_cannot_read_a_stream_that_another_waits_for() -> None:
    async def main() -> None:
        with FaultServer(say_and_stall(SSE_HEAD + FIRST)) as server:
            async with aio.stream_text(chat(aio, server), prompt="hi") as stream:

                async def read() -> None:
                    async for _ in stream:
                        pass

                first = asyncio.ensure_future(read())
                while not stream._busy:
                    await asyncio.sleep(0)
                with pytest.raises(aio.StreamConsumedError, match="another reader is waiting"):
                    await stream.result()
                first.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await first

    asyncio.run(main())


def test_a_loop_that_closes_under_a_stream_ends_it_with_an_error() -> None:
    async def begin(server: FaultServer) -> Any:
        stream = aio.stream_text(chat(aio, server), prompt="hi")
        assert await anext(stream.text_stream) == "one"
        return stream

    async def go_on(stream: Any) -> None:
        with pytest.raises(aio.AISDKError):
            await stream.result()

    with FaultServer(say_and_stall(SSE_HEAD + FIRST)) as server:
        stream = asyncio.run(begin(server))
        asyncio.run(go_on(stream))
        assert peer_gone(server.peers[0])


_PRELUDE = """
import asyncio, sys, threading, time
import ai_sdk
from ai_sdk import aio
from tests.endurance.surroundings import model_of
def chat(face): return model_of(face, "openai_chat", sys.argv[1], "m")
def read(begun):
    with ai_sdk.stream_text(chat(ai_sdk), prompt="hi") as stream:
        for text in stream.text_stream:
            begun.set()
"""
_ENDS = {
    "an open stream": """
kept = ai_sdk.stream_text(chat(ai_sdk), prompt="hi")
print(next(kept.text_stream))
""",
    "daemon threads that read": """
for _ in range(4):
    begun = threading.Event()
    threading.Thread(target=read, args=(begun,), daemon=True).start()
    begun.wait()
print("one")
""",
    "a tool that hangs in a thread": """
hung = threading.Event()
@ai_sdk.tool
def hang() -> str:
    "Hang."
    hung.set()
    time.sleep(3600)
    return ""
from ai_sdk.testing import MockLanguageModel
mock = MockLanguageModel(tool_calls=[("hang", {})])
ai_sdk.generate_text(mock, prompt="hi", tools=[hang], timeout=ai_sdk.Timeout(tool=0.3))
assert hung.is_set()
print("one")
""",
    "tasks that read": """
async def main():
    async def one(begun):
        async with aio.stream_text(chat(aio), prompt="hi") as stream:
            async for text in stream.text_stream:
                begun.set()
    for _ in range(4):
        begun = asyncio.Event()
        globals().setdefault("tasks", []).append(asyncio.ensure_future(one(begun)))
        await begun.wait()
    print("one")
asyncio.run(main())
""",
    "a loop that is never closed": """
loop = asyncio.new_event_loop()
async def main():
    global texts
    texts = aio.stream_text(chat(aio), prompt="hi").text_stream
    print(await anext(texts))
loop.run_until_complete(main())
""",
    "an exit from within": """
with ai_sdk.stream_text(chat(ai_sdk), prompt="hi") as stream:
    for text in stream.text_stream:
        print(text, flush=True)
        sys.exit(0)
""",
}


@pytest.mark.parametrize("name", _ENDS)
def test_the_interpreter_ends_at_once_and_says_nothing(name: str) -> None:
    with FaultServer(say_and_stall(SSE_HEAD + FIRST)) as server:
        done = subprocess.run(
            [
                sys.executable,
                "-W",
                "ignore::ResourceWarning",
                "-c",
                _PRELUDE + _ENDS[name],
                server.url,
            ],
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, "one\n", "")
