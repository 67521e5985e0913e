"""One reply of HTTP/1.1, from bytes as they come: llhttp judges them, the caps are ours."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..extras import optional
from .signals import RemoteProtocolError

__all__ = ["MAX_HEAD", "ReplyParser", "load_parser"]

MAX_HEAD = 100 * 1024
"""Bytes that may come without any of the body: as head, as trailers, between two chunks."""

_BODILESS = (204, 304)
_LENIENT = {
    "lenient_chunked_length": True,  # chunks count, and the connection is not used again
    "lenient_optional_cr_before_lf": True,  # in the head
    "lenient_spaces_after_chunk_size": True,
}
"""What the default engine accepts as well."""


@cache
def load_parser() -> Any:
    """The parser's module.

    Raises:
        MissingDependencyError: It is not installed.
    """
    return optional("httptools", "fast", "The fast HTTP engine")


class _Refused(Exception):
    """Raised within the parser's callbacks, which turn it into an error of their own."""


class ReplyParser:
    r"""Takes in the bytes of one reply and gives its head and the pieces of its body.

    Args:
        bodiless: whether the reply ends with its head whatever that says, as one to HEAD does.

    Attributes:
        status: HTTP status, once `has_head`.
        reason: what the status line says after it.
        headers: header lines as they came.
        has_head: whether the head of the final reply has come.
        complete: whether the whole reply has come.
        reusable: whether another request may follow on the connection, once `complete`.
        version: `HTTP/1.1` or an older one.

    Example:
        >>> parser = ReplyParser()
        >>> parser.feed(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi")
        >>> parser.status, parser.take(), parser.complete, parser.reusable
        (200, b'hi', True, True)
    """

    __slots__ = (
        "_error",
        "_framed",
        "_informational",
        "_lines",
        "_parser",
        "_pieces",
        "_problem",
        "_size",
        "bodiless",
        "complete",
        "has_head",
        "headers",
        "on_body",
        "reason",
        "reusable",
        "status",
        "version",
    )

    def __init__(self, *, bodiless: bool = False) -> None:
        self.status, self.reason, self.version = 0, b"", b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.bodiless = bodiless
        self.has_head = self.complete = self.reusable = False
        self._framed = False  # the body says where it ends
        self._informational = False
        self._problem = ""
        self._error: RemoteProtocolError | None = None  # kept until what came before it is taken
        self._size = 0  # bytes of reads since the start or since the last piece of the body
        self._lines = 0  # bytes of header lines
        self._pieces: list[bytes] = []
        self.on_body = self._pieces.append
        self._parser: Any = load_parser().HttpResponseParser(self)
        self._parser.set_dangerous_leniencies(**_LENIENT)

    @property
    def done(self) -> bool:
        """Whether the reply is whole, and another request may follow on the connection."""
        return self.complete and self.reusable

    def feed(self, data: bytes) -> None:
        """Take in the bytes of one read; what is wrong with them is told after what is right."""
        parser = self._parser
        if parser is None:
            self.reusable = False  # something follows a reply that is over
            return
        try:
            parser.feed_data(data)
        except load_parser().HttpParserError as error:
            self._failed(error)
        if self.complete:
            self._parser = None  # it refers to us
            if self.bodiless and self._pieces:
                self.reusable = False
        elif self._pieces:
            self._size = 0
        else:
            self._size += len(data)
            if self._size > MAX_HEAD:
                self._refuse("too much came without anything of a body")

    def take(self) -> bytes:
        """All of the body that has come since the last time, as one piece; may be empty.

        Raises:
            RemoteProtocolError: There is none, and what came is no HTTP.
        """
        pieces = self._pieces
        if not pieces:
            self.check()
            return b""
        data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        pieces.clear()
        return data

    def check(self) -> None:
        """Return if nothing is wrong so far.

        Raises:
            RemoteProtocolError: What came is no HTTP, or too much.
        """
        if self._error is not None:
            raise self._error

    def end(self) -> None:
        """Note that the connection has ended.

        Raises:
            RemoteProtocolError: The reply has not.
        """
        self._parser, self.reusable = None, False
        self.check()
        if self.complete:
            return
        if not self.has_head:
            raise RemoteProtocolError("the server disconnected without sending a reply")
        if self._framed:
            raise RemoteProtocolError("the server closed the connection within the body")
        self.complete = True

    def _failed(self, error: Exception) -> None:
        context = error.__context__
        if context is not None and not isinstance(context, Exception):
            raise context  # an interrupt that came within a callback
        if self.complete:  # what is wrong is what follows it
            self.reusable = False
            return
        self._refuse(self._problem or str(error))

    def _refuse(self, why: str) -> None:
        self._parser, self.reusable = None, False
        self._error = self._error or RemoteProtocolError(why)

    # What the parser calls.

    def on_message_begin(self) -> None:
        if self.complete:
            raise _Refused
        self._informational, self.reason = False, b""

    def on_status(self, status: bytes) -> None:
        self.reason += status

    def on_header(self, name: bytes, line: bytes) -> None:
        self._lines += len(name) + len(line)
        if self._lines > MAX_HEAD:
            self._problem = "the head of the reply is too large"
            raise _Refused
        if not self.has_head:  # else it is a trailer
            self.headers.append((name, line.rstrip(b" \t")))

    def on_headers_complete(self) -> None:
        parser = self._parser
        self.status = parser.get_status_code()
        if self.status == 101:
            self._problem = "the server switches to a protocol that nobody asked for"
            raise _Refused
        if self.status < 200:
            self._informational = True
            self.headers.clear()
            return
        self.version = b"HTTP/" + parser.get_http_version().encode("ascii")
        self.reusable = parser.should_keep_alive()
        self._read_framing()
        self.has_head = True
        parser.set_dangerous_leniencies(lenient_optional_cr_before_lf=False)
        if self.bodiless:
            self.complete = True

    def _read_framing(self) -> None:
        lengths = codings = 0
        for name, line in self.headers:
            low = name.lower()
            if low == b"content-length":
                lengths += 1
            elif low == b"transfer-encoding":
                codings += 1
                if line.strip().lower() != b"chunked":
                    self._problem = "the body has a transfer coding that nobody asked for"
                    raise _Refused
        if codings > 1:
            self._problem = "the body has several transfer codings"
            raise _Refused
        if lengths and codings:
            self.reusable = False
        self._framed = bool(lengths or codings) or self.status in _BODILESS

    def on_message_complete(self) -> None:
        if not self._informational:
            self.complete = True
