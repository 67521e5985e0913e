"""Chunked bodies in fewer chunks: what came with one read is made one chunk.

Providers send an HTTP chunk for each event. The HTTP parser spends several microseconds on each
chunk but hardly more on a large one, so the bytes of a read are put together before it sees them.
It still judges the message: whatever is malformed reaches it malformed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["Reframer"]

_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)
_INFORMATIONAL = re.compile(rb"HTTP/1\.1 1(?!01)\d\d")
_HEX = b"0123456789abcdefABCDEF"
_MAX_HEAD = 128 * 1024
_MAX_LINE = 4096
_SIZE, _DATA, _END = range(3)
_MALFORMED = b"!\r\n"
"""No chunk begins like this, as the parser will say."""


class Reframer:
    """Rewrites the bytes of a connection's replies, one read at a time."""

    __slots__ = ("_head", "_left", "_part", "_pending", "_step")

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Expect the head of another reply: a request is being written."""
        self._step: Callable[[bytes], bytes] = self._in_head
        self._head = bytearray()
        self._part, self._left = _SIZE, 0  # of a chunk: where we are, and data still to come
        self._pending = b""  # the start of a line whose end has not come

    def feed(self, data: bytes) -> bytes:
        """What to hand on for the bytes of one read; may be empty."""
        return self._step(data)

    def _in_head(self, data: bytes) -> bytes:
        handed: list[bytes] = []
        while data and self._step == self._in_head:  # of interim replies many may come at once
            shown = self._head_of(data)
            handed.append(data[:shown])
            data = data[shown:]
        if data:
            handed.append(self._step(data))
        return b"".join(handed)

    def _head_of(self, data: bytes) -> int:
        """How much of these bytes belongs to the head; what follows a head that ends with them."""
        head, known = self._head, len(self._head)
        head += data
        end = head.find(b"\r\n\r\n", max(0, known - 3)) + 4
        if end < 4:
            if len(head) > _MAX_HEAD:
                self._step, self._head = _untouched, bytearray()
            return len(data)
        self._head = bytearray()
        if not _INFORMATIONAL.match(head):
            self._step = self._in_body if _CHUNKED.search(head, 0, end) else _untouched
        return end - known

    def _in_body(self, data: bytes) -> bytes:
        if self._pending:
            data, self._pending = self._pending + data, b""
        if self._part == _SIZE and _is_one_chunk(data):
            return data
        found: list[bytes] = []
        tail = self._collect(data, found)
        body = found[0] if len(found) == 1 else b"".join(found)
        return (b"%x\r\n%b\r\n" % (len(body), body) if body else b"") + tail

    def _collect(self, data: bytes, found: list[bytes]) -> bytes:
        """Put the chunks' data into `found`; what comes behind them is handed on as it is."""
        at, size = 0, len(data)
        while True:
            if self._part == _DATA:
                found.append(data[at : at + self._left])
                taken = min(self._left, size - at)
                at, self._left = at + taken, self._left - taken
                if self._left:
                    return b""
                self._part = _END
            if self._part == _END:
                mark = data[at : at + 2]
                if mark != b"\r\n":
                    self._pending = mark
                    return b"" if mark in (b"", b"\r") else self._give_up(_MALFORMED)
                at, self._part = at + 2, _SIZE
            end = data.find(b"\r\n", at)
            if end < 0:
                self._pending = data[at:]
                return b"" if size - at < _MAX_LINE else self._give_up(self._pending)
            line = data[at:end]
            digits = line.partition(b";")[0].rstrip(b" \t")
            plain = digits and len(digits) <= 16 and not digits.strip(_HEX) and b"\n" not in line
            self._left = int(digits, 16) if plain else 0
            if not self._left:  # the last chunk with what follows it, or nonsense
                return self._give_up(data[at:])
            at, self._part = end + 2, _DATA

    def _give_up(self, rest: bytes) -> bytes:
        """Hand on the rest of this reply as it is."""
        self._step = _untouched
        return rest


def _untouched(data: bytes) -> bytes:
    return data


def _is_one_chunk(data: bytes) -> bool:
    """Whether `data` is just one whole chunk, as it is where events come one by one."""
    end = data.find(b"\r\n", 0, 18)
    if end <= 0 or data[-2:] != b"\r\n" or data[:end].strip(_HEX):
        return False
    size = int(data[:end], 16)
    return size > 0 and size == len(data) - end - 4
