"""The asyncio connection by itself: limits, back-pressure, endings."""

from __future__ import annotations

import asyncio
import os
import socket
import threading

import pytest

from ai_sdk.concurrency.async_patience import Patience
from ai_sdk.concurrency.net import WaitLimit, as_limit
from ai_sdk.concurrency.net.async_ import Connection, connect
from ai_sdk.concurrency.net.common import alternate, numeric, share


async def _pair() -> tuple[Connection, socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        connection = await connect("127.0.0.1", listener.getsockname()[1], Connection)
        peer, _ = listener.accept()
    return connection, peer


async def test_unread_bytes_hold_the_sender_back() -> None:
    connection, peer = await _pair()
    peer.setblocking(False)
    sent = quiet = 0
    while quiet < 50:
        try:
            sent += peer.send(bytes(65536))
            quiet = 0
        except BlockingIOError:
            quiet += 1
            await asyncio.sleep(0.001)
    assert sent < 64 * 1024 * 1024
    got = 0
    while got < sent:
        got += len(await connection.read(65536, 5))
    await connection.aclose()
    peer.close()


async def test_a_limit_that_was_longer_before_still_ends_the_wait() -> None:
    connection, peer = await _pair()
    peer.send(b"a")
    assert await connection.read(10, 100) == b"a"
    with pytest.raises(TimeoutError):
        await connection.read(10, 0.01)
    with pytest.raises(TimeoutError):  # a shorter timer looks again when it rings
        await asyncio.gather(connection.read(10, 0.02))
    await connection.aclose()
    assert connection.readable
    peer.close()


async def test_a_timer_that_rings_early_is_set_again() -> None:
    connection, peer = await _pair()
    with pytest.raises(TimeoutError):
        await connection.read(10, 0.03)
    asyncio.get_running_loop().call_later(0.05, peer.send, b"late")
    task = asyncio.ensure_future(connection.read(10, 0.02))
    await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await connection.read(10, 10) == b"late"
    await connection.aclose()
    peer.close()


async def test_writing_to_a_closed_connection() -> None:
    connection, peer = await _pair()
    await connection.aclose()
    await connection.aclose()
    with pytest.raises(BrokenPipeError):
        await connection.send(b"x")
    with pytest.raises(ConnectionResetError):
        await connection.encrypt(None, "x")  # type: ignore[arg-type]  # never looked at
    assert await connection.read(10) == b""
    peer.close()


async def test_a_peer_that_resets_while_we_write() -> None:
    connection, peer = await _pair()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    asyncio.get_running_loop().call_later(0.01, peer.close)
    with pytest.raises(OSError, match="closed"):
        await connection.send(bytes(50_000_000), 5)
    await connection.aclose()


def test_waking_after_the_loop_is_gone_is_harmless() -> None:
    kept: list[Connection] = []

    async def main() -> None:
        connection, peer = await _pair()
        await connection.aclose()
        peer.close()
        kept.append(connection)

    asyncio.run(main())
    kept[0].wake()


def test_pure_parts() -> None:
    limit = as_limit(3)
    assert isinstance(limit, WaitLimit) and limit.left() == 3
    assert as_limit(limit) is limit
    four, six = socket.AF_INET, socket.AF_INET6
    assert [a[0] for a in numeric("127.0.0.1", 1) or []] == [four]
    assert [a[0] for a in numeric("::1", 1) or []] == [six]
    assert numeric("a.test", 1) is None
    mixed = [(f, 1, 6, "", (n,)) for n, f in enumerate([six, six, six, four, four])]
    assert [a[4][0] for a in alternate(mixed)] == [0, 3, 1, 4, 2]
    assert alternate([]) == []
    assert (share(10, 3), share(10, 1), share(None, 3)) == (5, 10, None)


def test_a_loop_that_had_no_time_blames_nobody() -> None:
    """The limit passes while the loop is blocked; the peer had answered long before."""

    async def main(port: int) -> None:
        asyncio.get_running_loop().call_soon(threading.Event().wait, 0.3)
        connection = await connect("127.0.0.1", port, Connection, 0.1)
        await connection.aclose()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        asyncio.run(main(listener.getsockname()[1]))


@pytest.mark.parametrize("seconds", [0.01, 0])
def test_patience_ends_all_the_same(seconds: float) -> None:
    async def main() -> None:
        with pytest.raises(TimeoutError):
            async with Patience(seconds):
                await asyncio.Event().wait()

    asyncio.run(main())


def test_patience_leaves_other_cancels_alone() -> None:
    async def wait() -> None:
        async with Patience(60):
            await asyncio.Event().wait()

    async def main() -> None:
        task = asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
async def test_a_fork_that_closes_leaves_the_connection_to_its_parent() -> None:
    connection, peer = await _pair()
    child = os.fork()
    if child == 0:
        connection._close()
        os._exit(0)
    os.waitpid(child, 0)

    peer.send(b"still there")
    assert await connection.read(100, 10) == b"still there"
    await connection.send(b"so are we")
    assert peer.recv(100) == b"so are we"
    await connection.aclose()
    peer.close()
