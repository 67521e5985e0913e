"""Streams for a chat in a browser: chunks out of a run, chunks of one's own, and their frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..concurrency import async_ as cc
from ..engine.ids import generate_id
from ..ui.assemble import MessageAssembler
from ..ui.chunks import ChunkMapper, ChunkOptions, hidden
from ..ui.conversation import Conversation
from ..ui.frames import DONE, frame

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Callable, Mapping, Sequence

    from ..types.stream_parts import StreamPart
    from ..ui.chunks import Chunk
    from ..ui.conversation import UIStreamEnd

__all__ = [
    "AsyncUIMessageWriter",
    "create_ui_message_stream",
    "read_ui_message_stream",
    "to_ui_message_stream",
    "ui_message_stream_to_sse",
]

_WAITING = 16  # chunks that a writer may be ahead of its reader


async def to_ui_message_stream(
    stream: AsyncIterable[StreamPart],
    *,
    send_reasoning: bool = True,
    send_sources: bool = False,
    send_start: bool = True,
    send_finish: bool = True,
    on_error: Callable[[Exception], str] | None = None,
    message_metadata: Callable[[StreamPart | None], Any] | None = None,
    original_messages: Sequence[Mapping[str, Any]] | None = None,
    generate_message_id: Callable[[], str] = generate_id,
    on_end: Callable[[UIStreamEnd], Any] | None = None,
) -> AsyncIterator[Chunk]:
    """A run as the chunks that `useChat` and its like read.

    An error becomes an `error` chunk and ends the stream; what the browser sees of it is that
    there was one, unless `on_error` says more.

    Args:
        stream: what `stream_text` returned, or any parts.
        send_reasoning: reasoning goes to the browser.
        send_sources: sources go to the browser.
        send_start: begin with a `start` chunk.
        send_finish: end with a `finish` chunk.
        on_error: the text that the browser sees of an error.
        message_metadata: metadata of the message, from a part of the stream (None at the start).
        original_messages: the UI messages before this one. If the last is an assistant's, the
            response goes on with it, under its id.
        generate_message_id: makes the id of a new message, where `original_messages` are given.
        on_end: called with the finished message, also when the reader left.

    Example:
        >>> chunks = to_ui_message_stream(stream_text("openai:gpt-5", prompt="Hi"))
        >>> body = ui_message_stream_to_sse(chunks)
    """
    talk = Conversation(original_messages, generate_message_id, keep=on_end is not None)
    options = ChunkOptions(
        send_reasoning, send_sources, send_start, send_finish, on_error, message_metadata
    )
    mapper = ChunkMapper(options)
    left = True
    try:
        for chunk in mapper.start():
            yield talk.seen(chunk)
        try:
            async for part in stream:
                for chunk in mapper.feed(part):
                    yield talk.seen(chunk)
        except Exception as error:  # noqa: BLE001 - the reader is told, in the stream itself
            for chunk in mapper.failed(error):
                yield talk.seen(chunk)
        left = False
    finally:
        await cc.close_source(stream)
        if on_end is not None:
            await cc.invoke(on_end, talk.end(left=left))


class AsyncUIMessageWriter:
    """Where `create_ui_message_stream`'s function writes."""

    def __init__(self, channel: cc.Channel[Chunk], on_error: Callable[[Exception], str]) -> None:
        self._channel = channel
        self._on_error = on_error
        self._merged: list[cc.Worker[None]] = []

    async def write(self, chunk: Chunk) -> None:
        """Send a chunk; waits while the reader is behind."""
        await self._channel.put(chunk)

    async def merge(self, chunks: AsyncIterable[Chunk]) -> None:
        """Send the chunks of another stream as they come, beside what else is written."""
        self._merged.append(cc.Worker(lambda stop: self._copy(chunks, stop)))

    async def _copy(self, chunks: AsyncIterable[Chunk], stop: cc.CancelToken) -> None:
        try:
            async for chunk in chunks:
                stop.check()
                await self._channel.put(chunk)
        except cc.ChannelClosed:
            pass  # the reader has left
        except Exception as error:  # noqa: BLE001 - the reader is told, in the stream itself
            await self.failed(error)

    async def failed(self, error: Exception) -> None:
        """Tell the reader of an error."""
        await self._channel.put({"type": "error", "errorText": self._on_error(error)})

    async def settle(self) -> None:
        """Wait for the streams that are being merged."""
        for worker in self._merged:
            await worker.join()

    def stop(self) -> None:
        """Ask the streams that are being merged to end."""
        for worker in self._merged:
            worker.stop()


async def create_ui_message_stream(
    execute: Callable[[AsyncUIMessageWriter], Any],
    *,
    on_error: Callable[[Exception], str] = hidden,
    original_messages: Sequence[Mapping[str, Any]] | None = None,
    generate_message_id: Callable[[], str] = generate_id,
    on_end: Callable[[UIStreamEnd], Any] | None = None,
) -> AsyncIterator[Chunk]:
    """A stream that your own function writes: data of your own, and runs merged into it.

    Args:
        execute: gets a writer; writes chunks and merges streams; the stream ends when it has
            returned and what it merged has ended.
        on_error: the text that the browser sees of an error.
        original_messages: the UI messages before this one; see `to_ui_message_stream`.
        generate_message_id: makes the id of a new message, where `original_messages` are given.
        on_end: called with the finished message, also when the reader left.

    Example:
        >>> def execute(writer):
        ...     writer.write({"type": "data-weather", "id": "w", "data": {"city": "Rome"}})
        ...     writer.merge(to_ui_message_stream(stream_text("openai:gpt-5", prompt="Hi")))
        >>> chunks = create_ui_message_stream(execute)
    """
    talk = Conversation(original_messages, generate_message_id, keep=on_end is not None)
    channel: cc.Channel[Chunk] = cc.Channel(_WAITING)
    writer = AsyncUIMessageWriter(channel, on_error)

    async def work(_: cc.CancelToken) -> None:
        try:
            try:
                await cc.invoke(execute, writer)
                await writer.settle()
            except cc.ChannelClosed:
                pass
            except Exception as error:  # noqa: BLE001 - the reader is told, in the stream itself
                await writer.failed(error)
        finally:
            channel.close()

    worker = cc.Worker(work)
    left = True
    try:
        async for chunk in channel:
            yield talk.seen(chunk)
        left = False
    finally:
        channel.close()
        writer.stop()
        await worker.aclose()
        if on_end is not None:
            await cc.invoke(on_end, talk.end(left=left))


async def ui_message_stream_to_sse(chunks: AsyncIterable[Chunk]) -> AsyncIterator[bytes]:
    r"""The body of the reply to a browser: each chunk a server-sent event, `[DONE]` at the end.

    Send it with `UI_MESSAGE_STREAM_HEADERS`. Leaving it early closes what it reads from.

    Example:
        >>> chunks = [{"type": "start"}, {"type": "finish"}]
        >>> b"".join(ui_message_stream_to_sse(chunks))
        b'data: {"type":"start"}\n\ndata: {"type":"finish"}\n\ndata: [DONE]\n\n'
    """
    try:
        async for chunk in chunks:
            yield frame(chunk)
        yield DONE
    finally:
        await cc.close_source(chunks)


async def read_ui_message_stream(
    chunks: AsyncIterable[Chunk],
    *,
    message: Mapping[str, Any] | None = None,
) -> AsyncIterator[dict[str, Any]]:
    """The UI message as it grows: a snapshot after each chunk that changed it.

    Args:
        chunks: chunks of one message.
        message: an assistant's message to go on with.

    Raises:
        UIMessageError: a chunk is about something that has not begun.

    Example:
        >>> chunks = [
        ...     {"type": "text-start", "id": "t"},
        ...     {"type": "text-delta", "id": "t", "delta": "Hi"},
        ... ]
        >>> [m["parts"][0]["text"] for m in read_ui_message_stream(chunks)]
        ['', 'Hi']
    """
    assembler = MessageAssembler("", message)
    async for chunk in chunks:
        if assembler.feed(chunk):
            yield assembler.snapshot()
