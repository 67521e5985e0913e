"""The stream object that `stream_text` returns: one cursor, several views, one result."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..concurrency import async_ as cc
from ..engine.callbacks import ChunkEvent
from ..engine.colour import RefusesSync
from ..engine.partial_output import ElementReader, PartialReader
from ..errors import NoObjectGeneratedError, StreamConsumedError, StreamInterruptedError
from ..types.results import GenerateTextResult, OutputT, StepResult
from ..types.stream_parts import StreamPart, TextDelta
from ..types.usage import Usage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from types import TracebackType
    from typing import Self

    from ..output import OutputSpec
    from .run import AsyncRun
    from .transformed import AsyncTransformed

__all__ = ["AsyncTextStream"]

ElementT = TypeVar("ElementT")


class AsyncTextStream(RefusesSync, Generic[OutputT]):
    """A run that is read as it happens.

    Entering the block sends the request and waits for the first event, so what fails before it
    is raised from there. Iterate the stream for parts, or one of its views; all share one cursor,
    and after leaving a loop early `result()` reads the rest. Leaving the block closes the
    connection. Without a block the stream opens at its first item and closes at its end.

    Example:
        >>> with stream_text(model, prompt="Hi") as stream:
        ...     for delta in stream.text_stream:
        ...         print(delta, end="")
        ...     final = stream.result()
    """

    def __init__(
        self,
        start: Callable[[], AsyncRun],
        output: OutputSpec[Any],
        through: Callable[[AsyncRun], AsyncTransformed] | None = None,
    ) -> None:
        self._start = start
        self._through = through
        self._transformed: AsyncTransformed | None = None
        self._draining = False  # nobody reads the parts any more: no pauses
        self._spec = output
        self._run: AsyncRun | None = None
        self._pending: deque[StreamPart] = deque()
        self._reader: object = None
        self._busy = False
        self._over = False
        self._lost = False  # parts had come that nobody read before the stream was closed
        self._error: BaseException | None = None

    # ---- lifetime

    async def __aenter__(self) -> Self:
        if self._run is None:
            await self._fill(self._claim())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connection. What was not read is lost; `steps` and `usage` stay readable."""
        self._over = True
        self._lost = self._lost or bool(self._pending)
        self._pending.clear()
        if self._run is not None:
            await self._run.aclose()

    # ---- views

    @property
    def stream(self) -> Self:
        """The parts: the stream itself."""
        return self

    async def __aiter__(self) -> AsyncIterator[StreamPart]:
        reader, pending = self._claim(), self._pending
        while True:
            while pending:
                self._check(reader)
                yield pending.popleft()
            if not await self._fill(reader):
                return

    @property
    def text_stream(self) -> AsyncIterator[str]:
        """The text, piece by piece."""
        return self._texts(self._claim())

    async def _texts(self, reader: object) -> AsyncIterator[str]:
        pending = self._pending
        while True:
            while pending:
                self._check(reader)
                part = pending.popleft()
                if type(part) is TextDelta:
                    yield part.text
            if not await self._fill(reader):
                return

    @property
    def partial_output_stream(self) -> AsyncIterator[Any]:
        """The output as far as it is known: each item a snapshot that later ones never change.

        With `output=Output.object(...)` and its like; for plain text, the text so far. Read a
        snapshot as you would read the output: that of a class is a `Partial`, whose fields are
        None until they come. Inside it, what is complete is in its type (enum members, dates,
        objects), what is not, or does not fit, stays plain JSON data; nothing raises because of
        it. Snapshots share what did not change: do not change them.
        """
        return self._partials(self._claim(), PartialReader(self._spec))

    @property
    def partial_json_stream(self) -> AsyncIterator[Any]:
        """The same as plain JSON data, to send on: dicts, lists, texts, numbers."""
        return self._partials(self._claim(), PartialReader(self._spec, plain=True))

    @property
    def element_stream(self: AsyncTextStream[Sequence[ElementT]]) -> AsyncIterator[ElementT]:
        """The elements of `output=Output.array(...)`, each once, complete and validated.

        Raises:
            NoObjectGeneratedError: an element does not fit, or the array was cut off.
        """
        return self._partials(self._claim(), ElementReader(self._spec))

    async def _partials(
        self, reader: object, partial: PartialReader | ElementReader
    ) -> AsyncIterator[Any]:
        pending = self._pending
        while True:
            while pending:
                self._check(reader)
                for item in self._known(partial, pending.popleft()):
                    yield item
            if not await self._fill(reader):
                break
        result = self._run.result if self._run is not None else None
        if isinstance(partial, ElementReader) and result is not None:
            for item in partial.rest(result):
                yield item

    def _known(self, partial: PartialReader | ElementReader, part: StreamPart) -> Iterator[Any]:
        """What a part makes known. An element that does not fit ends the view, unless the answer
        may still be mended, or replaced because nothing of it was given away.
        """
        run = self._run
        try:
            for item in partial.feed(part):
                if partial.final and run is not None:
                    run.keep_answer()
                yield item
        except NoObjectGeneratedError:
            if run is None or not run.may_mend:
                raise
            partial.leave()

    # ---- results

    @property
    def usage(self) -> Usage:
        """Tokens of the steps that are finished; readable at any time."""
        return self._run.usage if self._run is not None else Usage()

    @property
    def steps(self) -> tuple[StepResult, ...]:
        """The steps that are finished; readable at any time."""
        return self._run.steps if self._run is not None else ()

    async def result(self) -> GenerateTextResult[OutputT]:
        """Read the rest and give what `generate_text` would have returned.

        Raises:
            StreamInterruptedError: the block was left before the end; `partial` has the rest.
            AISDKError: whatever the iteration raised.
        """
        reader = self._claim()
        self._draining = True
        while not self._over:
            self._pending.clear()
            await self._fill(reader)
        self._pending.clear()
        if self._error is not None:
            raise self._error
        run = self._run
        if run is None or run.result is None:
            raise self._left("so it has no result")
        return run.result

    def _left(self, consequence: str) -> StreamInterruptedError:
        return StreamInterruptedError(
            f"the stream was left before its end, {consequence}",
            partial=self._run.partial() if self._run is not None else None,
            reason="left early",
        )

    # ---- the cursor

    def _claim(self) -> object:
        """Make a new reader the only one; an older one fails when it goes on."""
        if self._busy:
            raise StreamConsumedError("another reader is waiting for this stream's next part")
        self._reader = reader = object()
        return reader

    def _check(self, reader: object) -> None:
        if self._reader is not reader:
            raise StreamConsumedError(
                "another reader has taken over this stream: it has one cursor for all its views"
            )

    async def _fill(self, reader: object) -> bool:
        """Wait for parts; False at the end. A stream that was left has no end to come to."""
        self._check(reader)
        if self._error is not None:
            raise self._error
        if self._over:
            if self._lost or self._run is None or self._run.result is None:
                raise self._left("so there is nothing more to read")
            return False
        self._busy = True
        try:
            return await self._receive()
        except BaseException as error:
            self._over = True
            if isinstance(error, Exception):
                self._error = error
            if self._run is not None:
                await self._run.aclose()  # a callback or transform failed, or the task was left
            raise
        finally:
            self._busy = False

    def _begun(self) -> AsyncRun:
        if self._run is None:
            self._run = self._start()
            if self._through is not None:
                self._transformed = self._through(self._run)
        return self._run

    async def _receive(self) -> bool:
        if self._run is None:
            await cc.take_turn()
        run = self._begun()
        if self._transformed is None:
            parts = await run.receive()
        else:
            parts = await self._transformed.receive(pausing=not self._draining)
        if parts is None:
            self._over = True
            return False
        if run.on_chunk is not None:
            for part in parts:
                await run.chunk(ChunkEvent(part))
        self._pending.extend(parts)
        return True

    def __del__(self) -> None:
        run = self._run
        if run is not None and not self._over:
            cc.abandon(run.aclose, "a stream was dropped before its end; use it in a `with` block")
