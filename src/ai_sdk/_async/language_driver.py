"""The adapter for language models over JSON and server-sent events: build, send, parse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from ..errors import (
    AISDKError,
    APIConnectionError,
    APITimeoutError,
    InvalidResponseError,
    StreamInterruptedError,
    UnsupportedFunctionalityError,
    excerpt,
)
from ..json_codec import JSONError, is_object, loads
from ..providers.option_names import with_strangers
from ..types._value import evolve
from ..types.call import ModelResult, ModelStreamPart, RequestInfo, ResponseInfo, ResponseMetadata
from ..types.http import HTTPReply
from ..types.stream_parts import Raw
from ..wire.protocol import protocol_named
from .exchange import AsyncExchange, placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..http_rules.clock import CallClock
    from ..providers.handles import LanguageHandle
    from ..types.call import CallWarning, LanguageModelCall
    from ..types.http import Attempt, HTTPRequest
    from ..types.run import CallControl
    from ..types.services import TokenCount
    from ..wire.protocol import EventReader, LanguageProtocol, StreamDecoder, WireRequest
    from .http.client import AsyncHTTPClient, AsyncReplyStream
    from .port import AsyncModelStream

__all__ = ["AsyncSSELanguageDriver", "AsyncSSEModelStream"]

_FACTS = (ResponseMetadata, Raw)
_PING = "ping"  # the name of events that only keep a connection alive
_EVENT_STARTS = (b"data:", b"event:", b"id:", b":")


class AsyncSSELanguageDriver:
    """Drives any `LanguageProtocol` whose streams are server-sent events."""

    def __init__(self, handle: LanguageHandle, client: AsyncHTTPClient | None) -> None:
        self._exchange = AsyncExchange(handle, client)
        self._handle = handle
        self._protocol = cast("LanguageProtocol", protocol_named(handle.protocol))

    async def generate(self, call: LanguageModelCall, control: CallControl) -> ModelResult:
        """One whole answer, put together where the provider gives it in parts."""
        parts = self._protocol.resumption
        if parts is None or not parts.may(call):
            return await self._answer(call, control)
        from .resuming import whole_turn  # few answers come in parts

        return await whole_turn(parts, call, partial(self._answer, control=control))

    async def stream(self, call: LanguageModelCall, control: CallControl) -> AsyncModelStream:
        """A stream whose first event has come."""
        parts = self._protocol.resumption
        stream = await self._open(call, control)
        if parts is None or not parts.may(call):
            return stream
        from .resuming import AsyncResumingStream

        return AsyncResumingStream(stream, parts, call, partial(self._open, control=control))

    async def _answer(self, call: LanguageModelCall, control: CallControl) -> ModelResult:
        handle, protocol = self._handle, self._protocol
        wire = protocol.build(handle.dialect, handle.model_id, call, False)
        wire = with_strangers(wire, call, handle)
        answer, attempts = await self._exchange.unary(
            wire,
            call,
            control,
            protocol.parse_error,
            lambda reply: protocol.parse(handle.dialect, reply, wire),
        )
        result, reply = answer.parsed, answer.reply
        response = evolve(
            result.response,
            headers=reply.headers,
            body=loads(reply.body) if call.include_raw else None,
        )
        return evolve(
            result,
            warnings=(*wire.warnings, *result.warnings),
            request=_sent(wire, call),
            response=response,
            attempts=attempts,
        )

    async def _open(self, call: LanguageModelCall, control: CallControl) -> AsyncSSEModelStream:
        handle, protocol = self._handle, self._protocol
        wire = protocol.build(handle.dialect, handle.model_id, call, True)
        wire = with_strangers(wire, call, handle)
        request = await self._exchange.request(wire, call)
        attempts: list[Attempt] = []

        async def attempt(sent: HTTPRequest, clock: CallClock) -> AsyncSSEModelStream:
            reply = await self._exchange.client.open(sent, clock=clock)
            stream = AsyncSSEModelStream(
                reply,
                sent,
                clock,
                protocol.decoder(handle.dialect, wire),
                call,
                wire,
                protocol.events(reply.caps.event, reply.caps.line),
            )
            try:
                stream.start = await self._check(reply)
                await stream.first()
            except AISDKError as error:
                await reply.aclose()
                raise placed(error, sent, reply.headers) from error.__cause__
            except BaseException:
                await reply.aclose()
                raise
            return stream

        stream = await self._exchange.retrying(request, attempt, control, attempts)
        stream.attempts = tuple(attempts)
        return stream

    async def count_tokens(self, call: LanguageModelCall, control: CallControl) -> TokenCount:
        """How many input tokens the call would use."""
        handle, protocol = self._handle, self._protocol.count_tokens
        if protocol is None:
            raise UnsupportedFunctionalityError(
                f"{handle.provider} does not count the tokens of {handle.model_id!r} over "
                f"{self._protocol.name}",
                functionality="count_tokens",
            )
        from .unary import whole_answer

        count: TokenCount = await whole_answer(
            self._exchange, protocol, handle.model_id, call, control
        )
        return count

    async def _check(self, reply: AsyncReplyStream) -> bytes:
        """Raise unless the reply is a stream of events; the bytes that were read to tell."""
        kind = reply.headers.get("content-type", "text/event-stream").partition(";")[0].strip()
        if reply.status < 400 and kind in ("text/event-stream", ""):
            return b""
        if reply.status < 400 and kind not in ("application/json", "text/html"):
            return b""  # some servers send events under text/plain or nothing sensible
        start = b"" if reply.status >= 400 else await reply.read() or b""
        if start.lstrip().startswith(_EVENT_STARTS):
            return start  # events all the same: OpenAI itself has called them JSON
        if reply.status >= 400:
            body = await reply.read_error()
        else:
            body = await reply.read_rest(reply.caps.error)
        rest = HTTPReply(reply.status, reply.headers, body, reply.url)
        whole = evolve(rest, body=start + rest.body)
        if reply.status >= 400:
            error: AISDKError = self._protocol.parse_error(self._handle.dialect, whole)
            raise error
        raise self._no_stream(whole, kind)

    def _no_stream(self, reply: HTTPReply, kind: str) -> AISDKError:
        """The error for a success that is no stream: an error object, a whole answer, a page."""
        try:
            answer = loads(reply.body)
        except JSONError:
            answer = None
        if is_object(answer) and answer.get("error"):
            return self._protocol.parse_error(self._handle.dialect, reply)
        return InvalidResponseError(
            f"a stream of events was asked for, but the answer's content type is {kind!r}",
            status_code=reply.status,
            body=excerpt(reply.body, 500),
        )


def _sent(wire: WireRequest, call: LanguageModelCall) -> RequestInfo:
    return RequestInfo(wire.json) if call.include_raw else RequestInfo()


class AsyncSSEModelStream:
    """An open stream of events, read piece by piece as somebody asks for parts."""

    def __init__(
        self,
        reply: AsyncReplyStream,
        request: HTTPRequest,
        clock: CallClock,
        decoder: StreamDecoder,
        call: LanguageModelCall,
        wire: WireRequest,
        events: EventReader,
    ) -> None:
        self._reply = reply
        self._where = request
        self._clock = clock
        self._decoder = decoder
        self._events = events
        self._raw = call.include_raw
        self._ready: list[ModelStreamPart] = []
        self._failure: Exception | None = None
        self._over = False
        self.start = b""  # what was read of the body before it was known to be a stream
        self._facts = ResponseMetadata()
        self.warnings: Sequence[CallWarning] = wire.warnings
        self.request = _sent(wire, call)
        self.attempts: Sequence[Attempt] = ()

    @property
    def status(self) -> int:
        """HTTP status of the reply."""
        return self._reply.status

    @property
    def response(self) -> ResponseInfo:
        """What is known of the reply."""
        facts = self._facts
        return ResponseInfo(facts.id, facts.model_id, facts.timestamp, self._reply.headers)

    async def first(self) -> None:
        """Wait for the first output. What goes wrong until then may be retried.

        Facts about the reply are no output: providers announce a response before they refuse it.
        """
        while not self._has_output() and not self._over and self._failure is None:
            await self._pull()
        if self._failure is not None and not self._has_output():
            if isinstance(self._failure, StreamInterruptedError):
                self._failure.is_retryable = True
            raise self._failure

    def _has_output(self) -> bool:
        return any(type(part) not in _FACTS for part in self._ready)

    async def receive(self) -> Sequence[ModelStreamPart] | None:
        """The next parts; None after the end mark."""
        while not self._ready:
            if self._failure is not None:
                raise _as_interruption(self._failure)
            if self._over:
                return None
            await self._pull()
        parts, self._ready = self._ready, []
        return parts

    async def aclose(self) -> None:
        """Close the connection, or give it back when the reply was read to its end."""
        self._over = True
        await self._reply.aclose()

    async def _pull(self) -> None:
        """Read one piece and decode it; a failure waits until its forerunners are delivered."""
        try:
            start, self.start = self.start, b""
            piece = start or await self._reply.read()
            if piece is None:
                self._decode_rest()
                self._over = True
            else:
                self._decode(piece)
        except APIConnectionError as error:
            self._after(error)
        except AISDKError as error:
            self._failure = placed(error, self._where, self._reply.headers)

    def _after(self, error: AISDKError) -> None:
        """Once the end mark has come the answer is whole, whatever becomes of the connection."""
        try:
            self._ready.extend(self._decoder.finish())
        except AISDKError:
            self._failure = placed(error, self._where, self._reply.headers)
            return
        self._note(self._ready)
        self._over = True

    def _decode(self, piece: bytes) -> None:
        events = self._events.feed(piece)
        if not events:
            return
        for event in events:
            if event.data and event.event != _PING:
                self._clock.event_seen()
                break
        ready, feed = self._ready, self._decoder.feed
        try:
            for event in events:
                if not event.data:
                    continue  # a ping in an event's clothes
                if self._raw:
                    ready.append(Raw(_raw(event.data)))
                ready.extend(feed(event))
        finally:
            self._note(ready)
        self._over = self._decoder.done

    def _decode_rest(self) -> None:
        for event in self._events.finish():
            try:
                self._ready.extend(self._decoder.feed(event))
            except InvalidResponseError:
                if _is_json(event.data):
                    raise
                # else the body ended within its last event
        self._ready.extend(self._decoder.finish())
        self._note(self._ready)

    def _note(self, parts: Sequence[ModelStreamPart]) -> None:
        for part in parts:
            if type(part) is ResponseMetadata:
                self._facts = part


def _as_interruption(failure: Exception) -> Exception:
    """A connection that broke in mid-stream interrupts the stream like any other missing end."""
    if not isinstance(failure, APIConnectionError) or isinstance(failure, APITimeoutError):
        return failure
    interruption = StreamInterruptedError(
        f"the stream broke off before its end mark: {failure.message}", reason="connection lost"
    )
    interruption.__cause__ = failure
    return interruption


def _is_json(data: bytes) -> bool:
    try:
        loads(data)
    except JSONError:
        return False
    return True


def _raw(data: bytes) -> Any:
    return loads(data) if _is_json(data) else data.decode("utf-8", "replace")
