"""Streams of `application/vnd.amazon.eventstream`: bytes in, messages out, checked and capped."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zlib import crc32

from ...errors import InvalidResponseError, StreamInterruptedError
from ...types._value import field, value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["MAX_HEADERS", "MAX_MESSAGE", "EventStreamDecoder", "EventStreamMessage"]

MAX_MESSAGE: Final = 24 * 1024 * 1024
"""Bytes that one message may have, its frame included."""

MAX_HEADERS: Final = 128 * 1024
"""Bytes that its headers may have."""

_PRELUDE: Final = struct.Struct(">III")  # bytes of the message, of its headers; checksum of both
_CHECKSUM: Final = 4
_LEAST: Final = _PRELUDE.size + _CHECKSUM
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@value
class EventStreamMessage:
    """One message of a stream.

    Attributes:
        headers: name -> value, as bool, int, bytes, str, datetime or UUID.
        payload: what it carries.
    """

    headers: Mapping[str, Any]
    payload: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        """What it is: "event", "exception" (one that the service declares) or "error" (any other)."""
        return str(self.headers.get(":message-type", "event"))

    @property
    def name(self) -> str | None:
        """Which event or exception it is."""
        for header in (":event-type", ":exception-type", ":error-code"):
            if isinstance(found := self.headers.get(header), str):
                return found
        return None


class EventStreamDecoder:
    """Cuts bytes into messages; how they were split into pieces makes no difference.

    Args:
        max_message: most bytes of one message.

    Example:
        >>> EventStreamDecoder().feed(b"")
        []
    """

    def __init__(self, max_message: int = MAX_MESSAGE) -> None:
        self._max = max_message
        self._held = bytearray()
        self._wanted = _PRELUDE.size
        self._failure: InvalidResponseError | None = None

    def feed(self, piece: bytes) -> list[EventStreamMessage]:
        """The messages that `piece` completes.

        Raises:
            InvalidResponseError: A checksum is wrong, a length makes no sense, a header cannot be
                read, or a message is too large. Messages before it are returned first; nothing
                can be read after it.
        """
        if self._failure is not None:
            raise self._failure
        self._held += piece
        messages: list[EventStreamMessage] = []
        try:
            while (message := self._next()) is not None:
                messages.append(message)
        except InvalidResponseError as error:
            self._failure = error
            self._held.clear()
            if not messages:
                raise
        return messages

    def finish(self) -> None:
        """Say that the body is over.

        Raises:
            StreamInterruptedError: It ended within a message.
            InvalidResponseError: What `feed` found and had not raised yet.
        """
        if self._failure is not None:
            raise self._failure
        if self._held:
            raise StreamInterruptedError(
                f"the stream ended within a message, {len(self._held)} bytes after its beginning",
                reason="cut message",
            )

    def _next(self) -> EventStreamMessage | None:
        held = self._held
        if len(held) < self._wanted:
            return None
        size, headers_size, checksum = _PRELUDE.unpack_from(held)
        if self._wanted == _PRELUDE.size:
            _check(checksum, held[:8], "prelude")
            self._check_sizes(size, headers_size)
            self._wanted = size
            if len(held) < size:
                return None
        message = bytes(held[:size])
        del held[:size]
        self._wanted = _PRELUDE.size
        body, (total,) = message[:-_CHECKSUM], struct.unpack(">I", message[-_CHECKSUM:])
        _check(total, body, "message")
        end = _PRELUDE.size + headers_size
        return EventStreamMessage(_headers(body[_PRELUDE.size : end]), body[end:])

    def _check_sizes(self, size: int, headers_size: int) -> None:
        if size > self._max or headers_size > MAX_HEADERS:
            raise InvalidResponseError(
                f"a message of the stream has {size} bytes, {headers_size} of them headers: more "
                f"than {self._max} or {MAX_HEADERS}"
            )
        if size < _LEAST + headers_size:
            raise InvalidResponseError(
                f"a message of the stream says that it has {size} bytes, {headers_size} of them "
                "headers: that cannot be"
            )


def _check(expected: int, data: bytes | bytearray, what: str) -> None:
    if crc32(data) != expected:
        raise InvalidResponseError(f"the checksum of a {what} of the stream is wrong")


def _headers(data: bytes) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    at = 0
    try:
        while at < len(data):
            name_end = at + 1 + data[at]
            name, kind = data[at + 1 : name_end].decode(), data[name_end]
            read = _READERS[kind]
            headers[name], at = read(data, name_end + 1)
    except (IndexError, KeyError, UnicodeDecodeError, ValueError, OverflowError, struct.error):
        at = -1
    if at != len(data):
        raise InvalidResponseError("a header of a message of the stream cannot be read")
    return headers


def _number(form: str) -> Callable[[bytes, int], tuple[Any, int]]:
    packed = struct.Struct(form)

    def read(data: bytes, at: int) -> tuple[Any, int]:
        (found,) = packed.unpack_from(data, at)
        return found, at + packed.size

    return read


def _sized(data: bytes, at: int) -> tuple[bytes, int]:
    start = at + 2
    end = start + int.from_bytes(data[at:start], "big")
    if end > len(data):
        raise IndexError
    return data[start:end], end


def _text(data: bytes, at: int) -> tuple[str, int]:
    found, end = _sized(data, at)
    return found.decode(), end


def _moment(data: bytes, at: int) -> tuple[datetime, int]:
    milliseconds, end = _number(">q")(data, at)
    return _EPOCH + timedelta(milliseconds=milliseconds), end


def _uuid(data: bytes, at: int) -> tuple[UUID, int]:
    return UUID(bytes=data[at : at + 16]), at + 16


_READERS: Final[Mapping[int, Callable[[bytes, int], tuple[Any, int]]]] = {
    0: lambda _, at: (True, at),
    1: lambda _, at: (False, at),
    2: _number(">b"),
    3: _number(">h"),
    4: _number(">i"),
    5: _number(">q"),
    6: _sized,
    7: _text,
    8: _moment,
    9: _uuid,
}
"""Type of a header -> what reads its value and where it ends."""
