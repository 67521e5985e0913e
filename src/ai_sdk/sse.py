"""Server-sent events: bytes in, events out, by the WHATWG rules and under size caps."""

from __future__ import annotations

from typing import NamedTuple

from .errors import InvalidResponseError

__all__ = ["MAX_EVENT", "MAX_LINE", "SSEDecoder", "ServerSentEvent"]

MAX_EVENT = 16 * 1024 * 1024
"""Bytes that the data of one event may have."""

MAX_LINE = 1024 * 1024
"""Bytes that any line which is no data may have."""

_new = tuple.__new__  # half the price of calling a NamedTuple
_BOM = b"\xef\xbb\xbf"


class ServerSentEvent(NamedTuple):
    """One event.

    Attributes:
        event: the event's name, None when the stream gave none.
        data: the data lines joined by newlines; bytes, because JSON decoders want bytes.
        id: the last event id of the stream so far.
    """

    event: str | None
    data: bytes
    id: str | None = None

    @property
    def text(self) -> str:
        """The data as text.

        Raises:
            InvalidResponseError: It is no UTF-8.
        """
        try:
            return self.data.decode()
        except UnicodeDecodeError as error:
            raise InvalidResponseError(
                f"an event of the stream is no UTF-8: {error.reason} at byte {error.start}",
                body=self.data[:200].decode("utf-8", "replace"),
            ) from error


class SSEDecoder:
    """Cuts a byte stream into events; how the bytes were split into pieces makes no difference.

    Comments (`: ping`) and events without data give nothing, so a caller that counts events is
    not fooled by pings.

    Example:
        >>> events = SSEDecoder().feed("data: 1||event: end|data: 2||".replace("|", chr(10)).encode())
        >>> [(event.event, event.data) for event in events]
        [(None, b'1'), ('end', b'2')]

    Args:
        max_event: Most bytes of one event's data.
        max_line: Most bytes of a line that is no data.
    """

    def __init__(self, max_event: int = MAX_EVENT, max_line: int = MAX_LINE) -> None:
        self.retry: int | None = None
        """Milliseconds to wait before reconnecting, when the stream says so."""
        self._max_event, self._max_line = max_event, max_line
        self._started = False
        self._open = True  # something is under way: a line, an event, the search for a BOM
        self._after_cr = False
        # The unfinished last line, as it came: joined only when its end is there, so that a long
        # line in many pieces costs linear time.
        self._tail: list[bytes] = []
        self._tail_size = 0
        self._name: str | None = None
        self._data: list[bytes] = []
        self._data_size = 0
        self._id: str | None = None
        self._error: InvalidResponseError | None = None

    @property
    def last_id(self) -> str | None:
        """The last event id of the stream so far, whether or not its event had data."""
        return self._id

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """The events that `chunk` completes.

        Raises:
            InvalidResponseError: An event or a line is larger than its cap. Events before it
                were returned first.
        """
        # One whole event of one line, nothing under way: what a piece of a stream nearly always is.
        if chunk[:6] == b"data: " and self._open is False:
            end = len(chunk) - 2
            plain = chunk.find(b"\n", 6) == end and b"\r" not in chunk
            if plain and chunk[end:] == b"\n\n" and end - 6 <= self._max_event:
                return [_new(ServerSentEvent, (None, chunk[6:end], self._id))]
        events = self._feed(chunk)
        self._open = bool(self._tail or self._data or self._name is not None or self._error)
        return events

    def _feed(self, chunk: bytes) -> list[ServerSentEvent]:
        if self._error is not None:
            raise self._error
        if not self._started:
            chunk = self._without_bom(chunk)
        if self._after_cr or b"\r" in chunk:
            chunk = self._with_newlines(chunk)
        events: list[ServerSentEvent] = []
        try:
            self._take(chunk, events)
        except InvalidResponseError as error:
            self._error = error
            if not events:
                raise
        return events

    def finish(self) -> list[ServerSentEvent]:
        """Say that the body is over: the event which its end left unterminated, if any.

        The standard drops such an event. Some servers forget the last newlines, so it is given
        here, and the caller must believe it only if it makes sense: it may be cut.
        """
        if self._error is not None:
            raise self._error
        events: list[ServerSentEvent] = []
        if self._tail:
            self._line(self._pop_tail())
        self._dispatch(events)
        return events

    def _without_bom(self, chunk: bytes) -> bytes:
        chunk = self._pop_tail() + chunk
        if _BOM.startswith(chunk):
            self._push_tail(chunk)
            return b""
        self._started = True
        return chunk.removeprefix(_BOM)

    def _with_newlines(self, chunk: bytes) -> bytes:
        """CR and CRLF as LF; a CRLF may be split between two pieces."""
        if not chunk:
            return chunk
        if self._after_cr and chunk[:1] == b"\n":
            chunk = chunk[1:]
            if not chunk:
                self._after_cr = False
                return chunk
        self._after_cr = chunk[-1:] == b"\r"
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _take(self, chunk: bytes, events: list[ServerSentEvent]) -> None:
        end = chunk.rfind(b"\n") + 1
        if not end:
            self._push_tail(chunk)
            return
        lines, rest = chunk[:end], chunk[end:]
        if self._tail:
            lines = self._pop_tail() + lines
        if self._data or self._name is not None:
            lines = self._finish_open_event(lines, events)
        if lines:
            self._whole_lines(lines, events)
        if rest:
            self._push_tail(rest)

    def _finish_open_event(self, lines: bytes, events: list[ServerSentEvent]) -> bytes:
        """Read lines up to the blank one that ends the event under way; what follows it."""
        if lines[:1] == b"\n":
            self._dispatch(events)
            return lines[1:]
        block, blank, following = lines.partition(b"\n\n")
        self._lines(block)
        if blank:
            self._dispatch(events)
        return following

    def _whole_lines(self, lines: bytes, events: list[ServerSentEvent]) -> None:
        """Events from whole lines that start outside an event: the way nearly all bytes go."""
        blocks = lines.split(b"\n\n")
        rest = blocks.pop()
        cap, last_id, append, new = self._max_event, self._id, events.append, _new
        for block in blocks:
            if block[:6] == b"data: " and b"\n" not in block and len(block) - 6 <= cap:
                append(new(ServerSentEvent, (None, block[6:], last_id)))
                continue
            if block[:7] == b"event: ":
                end = block.find(b"\n")
                data = block[end + 7 :]
                plain = block[end + 1 : end + 7] == b"data: " and b"\n" not in data
                if plain and end <= self._max_line and len(data) <= cap:
                    name = block[7:end].decode("utf-8", "replace")
                    append(new(ServerSentEvent, (name or None, data, last_id)))
                    continue
            self._lines(block)
            self._dispatch(events)
            last_id = self._id
        if rest:
            self._lines(rest)

    def _lines(self, block: bytes) -> None:
        for line in block.split(b"\n"):
            if line:
                self._line(line)

    def _line(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if value[:1] == b" ":
            value = value[1:]
        if name == b"data":
            self._data_size += len(value) + (1 if self._data else 0)
            if self._data_size > self._max_event:
                raise self._too_large("an event", self._max_event, value)
            self._data.append(value)
            return
        if len(line) > self._max_line:
            raise self._too_large("a line", self._max_line, line)
        if name == b"event":
            self._name = value.decode("utf-8", "replace")
        elif name == b"id" and b"\0" not in value:
            self._id = value.decode("utf-8", "replace") or None
        elif name == b"retry" and value.isdigit() and len(value) < 12:
            self.retry = int(value)

    def _dispatch(self, events: list[ServerSentEvent]) -> None:
        if self._data:
            data = self._data[0] if len(self._data) == 1 else b"\n".join(self._data)
            events.append(ServerSentEvent(self._name or None, data, self._id))
        self._data, self._data_size, self._name = [], 0, None

    def _push_tail(self, piece: bytes) -> None:
        if not piece:
            return
        self._tail.append(piece)
        self._tail_size += len(piece)
        if self._tail_size > self._max_line or self._tail_size + self._data_size > self._max_event:
            self._check_tail()

    def _check_tail(self) -> None:
        start = self._tail[0]
        if len(start) < 5:  # a few bytes at a time: cheap to join
            start = b"".join(self._tail)
        if start[:5] == b"data:":
            if self._tail_size - 6 + self._data_size > self._max_event:
                raise self._too_large("an event", self._max_event, start)
        elif self._tail_size > self._max_line:
            raise self._too_large("a line", self._max_line, start)

    def _pop_tail(self) -> bytes:
        tail = b"".join(self._tail)
        self._tail, self._tail_size = [], 0
        return tail

    def _too_large(self, what: str, cap: int, start: bytes) -> InvalidResponseError:
        self._tail, self._data = [], []
        return InvalidResponseError(
            f"{what} of the stream is larger than {cap} bytes",
            body=start[:200].decode("utf-8", "replace"),
        )
