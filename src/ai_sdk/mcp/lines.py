"""Lines out of a byte stream, none longer than a cap: how messages travel over pipes."""

from __future__ import annotations

from ..errors import InvalidResponseError

__all__ = ["MAX_LINE", "LineDecoder"]

MAX_LINE = 16 * 1024 * 1024
"""Bytes that one message of a child process may have."""


class LineDecoder:
    """Cuts a byte stream into lines; how the bytes were split into pieces makes no difference.

    Example:
        >>> lines = LineDecoder()
        >>> lines.feed(b"one" + bytes([10]) + b"tw"), lines.feed(b"o" + bytes([13, 10]))
        ([b'one'], [b'two'])

    Args:
        cap: most bytes of a line.
    """

    def __init__(self, cap: int = MAX_LINE) -> None:
        self._cap = cap
        self._tail: list[bytes] = []  # joined only when the line's end is there: linear time
        self._size = 0

    def feed(self, piece: bytes) -> list[bytes]:
        """The lines that `piece` completes, without their ends; empty ones are left out.

        Raises:
            InvalidResponseError: a line is longer than the cap; the stream is of no use any more.
        """
        *whole, rest = piece.split(b"\n")
        lines: list[bytes] = []
        for end in whole:
            self._push(end)
            lines.append(b"".join(self._tail).removesuffix(b"\r"))
            self._tail, self._size = [], 0
        self._push(rest)
        return [line for line in lines if line.strip()]

    def _push(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._cap:
            start = b"".join([*self._tail, piece])[:200]
            self._tail, self._size = [], 0
            raise InvalidResponseError(
                f"the server wrote a line longer than {self._cap} bytes",
                body=start.decode("utf-8", "replace"),
            )
        if piece:
            self._tail.append(piece)
