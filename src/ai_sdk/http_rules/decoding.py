"""Content codings, undone piece by piece: a small body that unpacks to gigabytes never does."""

from __future__ import annotations

import zlib
from typing import Protocol

from ..errors import APIConnectionError, InvalidResponseError

__all__ = ["ACCEPTED", "Inflater", "decoder_for"]

ACCEPTED = "gzip, deflate"
"""What requests ask for in `accept-encoding`."""

_PIECE = 64 * 1024


class Decoder(Protocol):
    """Undoes one content coding."""

    def feed(self, data: bytes) -> None:
        """Take in bytes as they came."""
        ...

    def take(self) -> bytes | None:
        """The next piece of the content, at most 64 KiB; None when more must be fed first."""
        ...

    def finish(self) -> None:
        """Say that the body is over. Raises `APIConnectionError` if the content is not."""
        ...


def decoder_for(coding: str | None) -> Decoder | None:
    """What undoes the `content-encoding` of a reply; None where there is nothing to undo.

    Raises:
        InvalidResponseError: The coding is one nobody asked for.
    """
    names = [name.strip().lower() for name in (coding or "").split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if not names:
        return None
    if len(names) == 1 and names[0] in ("gzip", "x-gzip", "deflate"):
        return Inflater(names[0].removeprefix("x-"))
    raise InvalidResponseError(
        f"the reply has content-encoding {coding!r}, which the request did not accept"
    )


class Inflater:
    """gzip (several members too) and deflate (with or without its zlib wrapper).

    Example:
        >>> inflater = Inflater("deflate")
        >>> inflater.feed(zlib.compress(b"hello"))
        >>> inflater.take(), inflater.take()
        (b'hello', None)

    Args:
        coding: `gzip` or `deflate`.
    """

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._wbits = 31 if coding == "gzip" else 15
        self._zip = zlib.decompressobj(self._wbits)
        self._input = b""
        self._untouched = True

    def feed(self, data: bytes) -> None:
        """Take in bytes as they came."""
        self._input = self._input + data if self._input else data

    def take(self) -> bytes | None:
        """The next piece of the content; None when more must be fed first."""
        while self._input:
            if self._zip.eof and not self._next_member():
                return None
            if piece := self._inflate():
                return piece
        # What a full piece held back may come without new input.
        return None if self._zip.eof or self._untouched else self._inflate() or None

    def _inflate(self) -> bytes:
        data, self._input = self._input, b""
        try:
            piece = self._zip.decompress(data, _PIECE)
        except zlib.error as error:
            return self._without_wrapper(data, error)
        self._untouched = False
        self._input = self._zip.unconsumed_tail or self._zip.unused_data
        return piece

    def _without_wrapper(self, data: bytes, error: zlib.error) -> bytes:
        """Some servers take "deflate" to mean the bare stream."""
        if self._coding == "deflate" and self._untouched and self._wbits > 0:
            self._wbits = -15
            self._zip = zlib.decompressobj(self._wbits)
            self._input = data
            return self._inflate()
        raise InvalidResponseError(f"the reply's {self._coding} data is corrupt: {error}") from None

    def _next_member(self) -> bool:
        """After the end of one gzip member: start another, or drop the padding behind it."""
        if self._coding == "gzip" and self._input[:1] == b"\x1f":
            self._zip = zlib.decompressobj(self._wbits)
            return True
        self._input = b""
        return False

    def finish(self) -> None:
        """Say that the body is over.

        Raises:
            APIConnectionError: The data is cut.
        """
        if not self._zip.eof and not self._untouched:
            raise APIConnectionError(f"the reply ended within its {self._coding} data")
