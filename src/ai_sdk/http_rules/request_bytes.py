"""A request's head and the frames of its body, as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .signals import LocalProtocolError

__all__ = ["LAST_CHUNK", "Framing", "as_chunk", "framing_of", "request_head"]

_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_HEAD = re.compile(
    rb"%b [\x21-\x7e\x80-\xff]+ HTTP/1\.1\r\n(?:%b: [\t\x20-\x7e\x80-\xff]*\r\n)*\r\n"
    % (_TOKEN, _TOKEN)
)
LAST_CHUNK = b"0\r\n\r\n"


def request_head(method: str, target: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    r"""The head of a request.

    Raises:
        LocalProtocolError: Something in it would end a line early, or has no place in a head.

    Example:
        >>> request_head("GET", b"/x", [(b"host", b"api.test")])
        b'GET /x HTTP/1.1\r\nhost: api.test\r\n\r\n'
    """
    lines = [b"%b: %b" % line for line in headers]
    head = b"\r\n".join([b"%b %b HTTP/1.1" % (method.encode("latin-1"), target), *lines, b"\r\n"])
    if head.count(b"\r\n") != len(lines) + 2 or not _HEAD.fullmatch(head):
        raise LocalProtocolError("the method, the address or a header has a character it must not")
    return head


class Framing:
    """How a body is told to end, and whether it kept to it.

    Args:
        length: bytes that were announced; None for chunks.
    """

    __slots__ = ("_left", "chunked")

    def __init__(self, length: int | None) -> None:
        self.chunked = length is None
        self._left = length or 0

    def frame(self, piece: bytes) -> bytes:
        """The bytes that carry `piece`.

        Raises:
            LocalProtocolError: More comes than was announced.
        """
        if self.chunked:
            return as_chunk(piece)
        self._left -= len(piece)
        if self._left < 0:
            raise LocalProtocolError("the body is longer than its content-length says")
        return piece

    def end(self) -> bytes:
        """The bytes that end the body.

        Raises:
            LocalProtocolError: Less came than was announced.
        """
        if self._left:
            raise LocalProtocolError("the body is shorter than its content-length says")
        return LAST_CHUNK if self.chunked else b""


def as_chunk(piece: bytes) -> bytes:
    """`piece` as a chunk; empty for an empty one, which would end the body."""
    return b"%x\r\n%b\r\n" % (len(piece), piece) if piece else b""


def framing_of(headers: Iterable[tuple[bytes, bytes]]) -> Framing:
    """How the body of a request with these headers is framed.

    Raises:
        LocalProtocolError: The headers do not say it, or ask for a coding that is not done here.
    """
    length = 0
    for name, line in headers:
        low = name.lower()
        if low == b"transfer-encoding":
            if line.lower() != b"chunked":
                raise LocalProtocolError("the request's body can have no coding but chunks")
            return Framing(None)
        if low == b"content-length":
            if not line.isdigit():
                raise LocalProtocolError("the request's content-length is no number")
            length = int(line)
    return Framing(length)
