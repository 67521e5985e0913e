"""The blocking connection by itself: forks, resets, ends, and what is left when it is closed."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

import pytest

from ai_sdk.concurrency.net.common import StaleConnection
from ai_sdk.concurrency.net.sync import Connection, connect


@pytest.fixture
def pair() -> Iterator[tuple[Connection, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        connection = connect("127.0.0.1", listener.getsockname()[1], Connection, 10)
        peer, _ = listener.accept()
    with peer:
        peer.settimeout(10)
        yield connection, peer
        connection.close()


def _exchange(connection: Connection, peer: socket.socket) -> None:
    connection.send(b"ask", 10)
    assert peer.recv(10) == b"ask"
    peer.send(b"answer")
    assert connection.read(10, 10) == b"answer"


def _reset(peer: socket.socket) -> None:
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


@pytest.mark.parametrize("how", ["reset", "closed"])
def test_a_connection_that_died_while_it_was_idle_is_stale(
    pair: tuple[Connection, socket.socket], how: str
) -> None:
    connection, peer = pair
    _exchange(connection, peer)
    assert not connection.readable
    connection.send(b"again", 10)
    _reset(peer) if how == "reset" else peer.close()  # with what was sent unread it resets as well

    with pytest.raises(StaleConnection, match="had closed the connection"):
        connection.read(10, 10)


def test_a_reset_in_an_answer_is_an_error_of_its_own(
    pair: tuple[Connection, socket.socket],
) -> None:
    connection, peer = pair
    _exchange(connection, peer)
    _reset(peer)

    with pytest.raises(ConnectionResetError):
        connection.read(10, 10)


def test_a_closed_connection_is_not_idle(pair: tuple[Connection, socket.socket]) -> None:
    connection, _ = pair
    assert not connection.readable
    connection.close()
    connection.close()

    assert connection.closed
    assert connection.readable


def test_a_child_neither_reads_nor_ends_what_its_parent_has_open(
    pair: tuple[Connection, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, peer = pair
    of_parent = connection.socket.dup()  # what the parent still holds after a fork
    monkeypatch.setattr("ai_sdk.concurrency.net.sync.generation", lambda: -1)

    for refused in (lambda: connection.read(10, 10), lambda: connection.send(b"x", 10)):
        with pytest.raises(ConnectionAbortedError, match="belongs to the parent"):
            refused()
    connection.close()
    with of_parent:
        of_parent.send(b"still here")
        assert peer.recv(20) == b"still here"
        peer.send(b"fine")
        assert of_parent.recv(10) == b"fine"


def test_a_closed_connection_of_ones_own_tells_the_peer_though_a_child_holds_it(
    pair: tuple[Connection, socket.socket],
) -> None:
    connection, peer = pair
    with connection.socket.dup():
        connection.close()
        assert peer.recv(10) == b""
