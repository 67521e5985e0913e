"""`AsyncReplyStream`: a reply whose head has come and whose body is read as it comes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

from ...concurrency.net import shut_down
from ...errors import APIConnectionError, InvalidResponseError
from ...http_rules.decoding import decoder_for
from ...http_rules.failures import as_typed, cause_of
from ...http_rules.headers import check_head, lower_headers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from ...http_rules.clock import CallClock
    from ...http_rules.prepare import Prepared
    from ...types.caps import Caps

__all__ = ["AsyncEngine", "AsyncReplyStream"]

_GRACE = 0.001
"""Seconds that a body's end mark may take when the caller is done: the connection is worth it."""


class AsyncEngine(Protocol):
    """Who carries requests.

    Attributes:
        drains: whether its reads end when the call's clock says so, at once if need be.
    """

    drains: bool

    async def start(self, request: Prepared, clock: CallClock) -> Any:
        """Send the request; the response's head has come."""
        ...

    def headers(self, response: Any) -> Sequence[tuple[bytes, bytes]]:
        """The header lines of a response."""
        ...

    def pieces(self, response: Any, clock: CallClock) -> AsyncIterator[bytes]:
        """The body as it comes."""
        ...

    def ended(self, response: Any) -> bool:
        """Whether the body that gave no more was whole: a closing loop cuts it short."""
        ...

    async def aclose(self) -> None:
        """Close the connections of this event loop or process."""
        ...


class AsyncReplyStream:
    """A reply on its way. Close it, or read it to its end.

    Attributes:
        status: HTTP status.
        headers: header lines by lower-case name.
        url: where the request went, without query.
        caps: how much of it may be read.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        response: Any,
        request: Prepared,
        clock: CallClock,
        caps: Caps,
    ) -> None:
        lines = engine.headers(response)
        check_head(lines, caps.head)
        self.status: int = response.status_code
        self.headers = lower_headers(lines)
        self.caps = caps
        self.url = request.shown
        self._request = request
        self._response, self._clock = response, clock
        self._pieces: Any = engine.pieces(response, clock)
        spare = max(caps.reply, caps.error)
        self._decoder = decoder_for(self.headers.get("content-encoding"), spare)
        self._engine = engine
        self._open = True  # there may be more to read
        self._held = True  # the connection is ours
        self._reading = False
        self._left = False  # to whoever reads, to let go of the connection

    async def read(self) -> bytes | None:
        """The next piece of the body, decoded; None after its end.

        Raises:
            APITimeoutError: A limit of the call was reached.
            APIConnectionError: The body broke off.
            InvalidResponseError: Its content coding is corrupt.
            RunCancelledError: The call was cancelled.
        """
        if self._decoder is None:
            return await self._raw()
        try:
            return await self._decoded()
        except (APIConnectionError, InvalidResponseError) as error:
            error.url = error.url or self.url
            await self._release()
            raise

    async def _decoded(self) -> bytes | None:
        assert self._decoder is not None
        while True:
            piece = self._decoder.take()
            if piece:
                return piece
            raw = await self._raw()
            if raw is None:
                self._decoder.finish()
                return None
            self._decoder.feed(raw)

    async def _raw(self) -> bytes | None:
        self._reading = True  # first this, then the look at `_open`: see `aclose`
        if not self._open:
            self._reading = False
            if self._left:
                await self._release()
            return None
        try:
            piece: bytes | None = await anext(self._pieces, None)
        except BaseException as error:
            self._reading = False
            await self._release()
            if isinstance(error, Exception):
                typed = as_typed(error, self.url, self._clock, self._request.secrets())
                raise typed from cause_of(typed, error)
            error.__traceback__ = None
            raise
        self._reading = False
        if piece is None:
            whole = self._engine.ended(self._response)
            await self._release()
            if not whole:
                raise APIConnectionError("the reply was closed from elsewhere", url=self.url)
        return piece

    async def read_rest(self, cap: int) -> bytes:
        """What is left of the body, but no more than `cap` bytes: then the rest is dropped.

        Raises:
            AISDKError: As `read` does.
        """
        rest, _ = await self._take(cap)
        return rest

    async def read_all(self) -> bytes:
        """The body.

        Raises:
            InvalidResponseError: It is larger than its cap.
            AISDKError: As `read` does.
        """
        rest, whole = await self._take(self.caps.reply)
        if not whole:
            raise InvalidResponseError(
                f"the reply is larger than {self.caps.reply} bytes",
                status_code=self.status,
                url=self.url,
            )
        return rest

    async def read_error(self) -> bytes:
        """The start of an error's body; an error whose body is corrupt is still that error.

        Raises:
            AISDKError: As `read` does.
        """
        try:
            return await self.read_rest(self.caps.error)
        except InvalidResponseError:
            return b""

    async def _take(self, cap: int) -> tuple[bytes, bool]:
        held = BytesIO()  # grows in place and gives its bytes away: a large body is there once
        while held.tell() <= cap:
            piece = await self.read()
            if piece is None:
                return held.getvalue(), True
            held.write(piece)
        await self.aclose()
        held.truncate(cap)  # a slice would have the bytes there twice
        return held.getvalue(), False

    async def aclose(self) -> None:
        """Let go of the connection; again: nothing.

        It is closed at once, unless the body ends with what has come already: then it is kept for
        other requests. A reader in another thread or task is woken.
        """
        # First say that it closes, then look whether somebody reads; a reader does it the other way
        # round. So one of the two sees the other: no two ever read from one connection, and none
        # from a connection that serves another request already.
        was_open, self._open = self._open, False
        if self._reading:
            self._left = True
            stream = self._response.extensions.get("network_stream")
            if stream is not None:
                shut_down(stream.get_extra_info("socket"))
            if self._reading:
                return
        elif not was_open and not self._left:
            return
        try:
            if was_open and not self._left:
                await self._drain()
        finally:
            await self._release()

    async def _drain(self) -> None:
        """Read what has come already, in case it is the end."""
        cancel = self._clock.cancel
        if not self._engine.drains or (cancel is not None and cancel.cancelled):
            return
        self._clock.hurry(_GRACE)
        try:
            for _ in range(8):
                if await anext(self._pieces, None) is None:
                    return
        except Exception:  # noqa: BLE001 - not at its end, or broken: closed either way
            return

    async def _release(self) -> None:
        if not self._held:
            return
        self._open = self._held = False
        self._clock.release()
        try:
            closing = getattr(self._pieces, "aclose", None)
            if closing is not None:
                await closing()
        finally:
            await self._response.aclose()
