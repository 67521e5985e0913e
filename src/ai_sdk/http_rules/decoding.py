"""Content codings, undone piece by piece: a small body that unpacks to gigabytes never does."""

from __future__ import annotations

import zlib
from typing import Any, Protocol

from ..errors import APIConnectionError, InvalidResponseError

__all__ = ["ACCEPTED", "Inflater", "decoder_for"]

ACCEPTED = "gzip, deflate"
"""What requests ask for in `accept-encoding`."""

_PIECE = 64 * 1024
_FOLD = 50
"""Bytes of content for each byte that was sent which no spare has to pay for. What providers say
shrinks to a tenth or a twentieth; what is sent to fill memories, to a thousandth."""


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


def decoder_for(coding: str | None, spare: int | None = None) -> Decoder | None:
    """What undoes the `content-encoding` of a reply; None where there is nothing to undo.

    Args:
        coding: the header.
        spare: as `Inflater` has it.

    Raises:
        InvalidResponseError: The coding is one nobody asked for.
    """
    names = [name.strip().lower() for name in (coding or "").split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if not names:
        return None
    if len(names) == 1 and names[0] in ("gzip", "x-gzip", "deflate"):
        return Inflater(names[0].removeprefix("x-"), spare)
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
        spare: bytes of content that may come beyond fifty times what was read: a stream without end
            that costs its sender next to nothing has one here. None for no limit.
    """

    def __init__(self, coding: str, spare: int | None = None) -> None:
        self._coding = coding
        self._spare = self._left = spare
        # For deflate the first two bytes say whether there is a wrapper.
        self._zip = _gunzip() if coding == "gzip" else None
        self._input = b""
        self._touched = False
        self._over = False  # nothing that follows can be content

    def feed(self, data: bytes) -> None:
        """Take in bytes as they came."""
        self._input = self._input + data if self._input else data

    def take(self) -> bytes | None:
        """The next piece of the content; None when more must be fed first.

        Raises:
            InvalidResponseError: The data is corrupt, or a bomb.
        """
        if self._left is not None and self._left < 0:
            raise InvalidResponseError(
                f"the reply's {self._coding} data is a bomb: what comes out is more than "
                f"{self._spare} bytes beyond {_FOLD} times what was sent"
            )
        if self._zip is None:
            if len(self._input) < 2:
                return None
            self._zip = zlib.decompressobj(15 if _is_wrapped(self._input) else -15)
        while self._input:
            if self._zip.eof and not self._next_member():
                return None
            if piece := self._inflate(self._zip):
                return piece
        # What a full piece held back may come without new input.
        return None if self._zip.eof or not self._touched else self._inflate(self._zip) or None

    def _inflate(self, unzip: Any) -> bytes:
        data, self._input = self._input, b""
        try:
            piece: bytes = unzip.decompress(data, _PIECE)
        except zlib.error as error:
            raise InvalidResponseError(
                f"the reply's {self._coding} data is corrupt: {error}"
            ) from None
        self._touched = True
        self._input = unzip.unconsumed_tail or unzip.unused_data
        if self._left is not None:
            self._left += _FOLD * (len(data) - len(self._input)) - len(piece)
        return piece

    def _next_member(self) -> bool:
        """After the end of one gzip member: start another, or drop what else is behind it: zeros
        as padding, and anything from where it is neither."""
        rest = b"" if self._over else self._input.lstrip(b"\0")
        if self._coding == "gzip" and rest[:1] == b"\x1f":
            self._zip, self._input = _gunzip(), rest
            return True
        self._over = self._over or bool(rest)
        self._input = b""
        return False

    def finish(self) -> None:
        """Say that the body is over.

        Raises:
            APIConnectionError: The data is cut.
        """
        ended = self._zip is not None and self._zip.eof
        if not ended and (self._touched or self._input):
            raise APIConnectionError(f"the reply ended within its {self._coding} data")


def _gunzip() -> Any:
    return zlib.decompressobj(31)


def _is_wrapped(start: bytes) -> bool:
    """Whether deflate data has its zlib wrapper; some servers leave it out."""
    return start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
