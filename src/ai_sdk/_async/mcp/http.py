"""`AsyncStreamableHTTP`: each message a POST, each answer JSON or a stream of events."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ...concurrency import CancelToken, Deadline, async_ as cc
from ...errors import (
    AISDKError,
    APICallError,
    APIConnectionError,
    InvalidResponseError,
    MCPSessionExpiredError,
    StreamInterruptedError,
)
from ...mcp.modern import MODERN, refused_inside, routing_headers
from ...sse import SSEDecoder
from ...types.run import CallControl
from ...types.timeouts import Timeout
from .remote import AsyncRemote, content_type, messages, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...mcp.transports import MCPHTTPTransport
    from ..http.client import AsyncHTTPClient
    from ..http.reply import AsyncReplyStream

__all__ = ["AsyncStreamableHTTP"]

_log = logging.getLogger("ai_sdk")
_ACCEPT = "application/json, text/event-stream"
_EVENTS = "text/event-stream"
_RESUMPTIONS = 5
"""Times in a row that a stream may break off without anything new."""
_PAUSE = 1.0
"""Seconds before a stream is resumed, when the server does not say."""
_LONGEST_PAUSE = 30.0
_FAREWELL = 5.0


class AsyncStreamableHTTP:
    """A server behind an address. Whoever sends a request reads its reply, too.

    Attributes:
        protocol_version: the version both sides agreed on, told in every later request.
        session_id: what the server calls the session, if it keeps one.

    Args:
        settings: where the server is.
        client: what carries the requests; the shared default client if None.
        listens: keep a stream open for what the server asks by itself.
    """

    def __init__(
        self, settings: MCPHTTPTransport, client: AsyncHTTPClient | None, *, listens: bool = False
    ) -> None:
        self.protocol_version: str | None = None
        self.session_id: str | None = None
        self._remote, self._settings, self._listens = (
            AsyncRemote(settings, client),
            settings,
            listens,
        )
        self._receive: Callable[[Any], None] = lambda _: None
        self._listener: cc.Worker[None] | None = None

    async def start(
        self, receive: Callable[[Any], None], lost: Callable[[Exception], None]
    ) -> None:
        """Nothing is opened before the first message."""
        self._receive = receive

    async def send(self, message: Mapping[str, Any], control: CallControl) -> None:
        """POST a message; if it is a request, read until its answer has come.

        Raises:
            MCPSessionExpiredError: the server has forgotten the session.
            StreamInterruptedError: the reply ended without an answer, and cannot be resumed.
            AISDKError: it could not be carried, or the reply is no answer.
        """
        if message.get("method") == "initialize":
            self.session_id = None
        reply = await self._open("POST", {"accept": _ACCEPT}, control, message)
        if message.get("method") == "initialize":
            self.session_id = reply.headers.get("mcp-session-id")
        wanted = message.get("id") if "method" in message else None
        if wanted is None:
            await reply.aclose()
        else:
            await self._answer(reply, wanted, control)
        if message.get("method") == "notifications/initialized":
            await self._listen()

    async def aclose(self) -> None:
        """End the session, if the server keeps one and the settings do not say otherwise."""
        listener, self._listener = self._listener, None
        if listener is not None:
            await listener.aclose()
        if self.session_id is None or not self._settings.terminate_session:
            return
        limits = CallControl(Timeout(first_event=_FAREWELL), total=Deadline(_FAREWELL))
        try:
            reply = await self._open("DELETE", {}, limits)
            await reply.aclose()
        except AISDKError as error:
            _log.debug("an MCP session could not be ended: %s", error)
        finally:
            self.session_id = None

    def _lines(self, lines: dict[str, str]) -> dict[str, str]:
        if self.session_id is not None:
            lines["mcp-session-id"] = self.session_id
        if self.protocol_version is not None:
            lines["mcp-protocol-version"] = self.protocol_version
        return lines

    async def _open(
        self,
        method: str,
        lines: dict[str, str],
        control: CallControl,
        message: Mapping[str, Any] | None = None,
    ) -> AsyncReplyStream:
        session, lines = self.session_id, self._lines(lines)
        if message is not None and self.protocol_version == MODERN:
            lines.update(routing_headers(message))
        try:
            return await self._remote.open(method, self._settings.url, lines, control, message)
        except APICallError as error:
            if error.status_code == 404 and session is not None:
                raise MCPSessionExpiredError(
                    "the MCP server does not know this session any more", session_id=session
                ) from error
            told = None if message is None else refused_inside(error, message.get("method", ""))
            if told is not None:
                raise told from error
            raise

    # ---- the answer to a request

    async def _answer(self, reply: AsyncReplyStream, wanted: Any, control: CallControl) -> None:
        kind = content_type(reply)
        if kind == _EVENTS:
            await self._streamed(reply, wanted, control)
        elif kind == "application/json":
            found = await whole(reply)
            for each in found:
                self._receive(each)
            if not any(_answers(each, wanted) for each in found):
                raise self._odd(reply, "the reply holds no answer to what was asked")
        else:
            await reply.aclose()
            raise self._odd(reply, f"the reply is {kind or 'empty'}, neither JSON nor events")

    async def _streamed(self, reply: AsyncReplyStream, wanted: Any, control: CallControl) -> None:
        """Read until the answer has come; what breaks off is taken up where the server can."""
        at = _Place()
        while True:
            error: AISDKError | None = None
            try:
                if await self._read(reply, at, wanted):
                    return
            except APIConnectionError as broken:
                if not broken.is_retryable:
                    raise
                error = broken
            if at.last_id is None or at.tries >= _RESUMPTIONS:
                raise StreamInterruptedError(
                    "the MCP server ended its reply before the answer", reason="no answer"
                ) from error
            reply = await self._resumed(at, control)

    async def _read(self, reply: AsyncReplyStream, at: _Place, wanted: Any) -> bool:
        decoder = SSEDecoder(reply.caps.event, reply.caps.line)
        source: Any = messages(reply, decoder)
        try:
            async with cc.aclosing(source):
                async for each in source:
                    at.tries = 0
                    self._receive(each)
                    if _answers(each, wanted):
                        return True
        finally:
            at.note(decoder)
        return False

    async def _resumed(self, at: _Place, control: CallControl) -> AsyncReplyStream:
        at.tries += 1
        pause = control.total.clip(at.pause) if control.total else at.pause
        await cc.sleep(pause or 0.0, cancel=control.cancel)
        lines = {"accept": _EVENTS, "last-event-id": at.last_id or ""}
        reply = await self._open("GET", lines, control)
        if content_type(reply) != _EVENTS:
            await reply.aclose()
            raise self._odd(reply, "the stream cannot be resumed: the reply is no stream")
        return reply

    def _odd(self, reply: AsyncReplyStream, words: str) -> InvalidResponseError:
        return InvalidResponseError(f"MCP server: {words}", status_code=reply.status, url=reply.url)

    # ---- what the server asks by itself

    async def _listen(self) -> None:
        if self._listens and (self._listener is None or self._listener.ended):
            self._listener = cc.Worker(self._listening)

    async def _listening(self, stop: CancelToken) -> None:
        at = _Place()
        control = CallControl(Timeout(first_event=None, idle=None), cancel=stop)
        while at.tries < _RESUMPTIONS:
            try:
                await self._hear(at, control)
            except AISDKError as error:
                if stop.cancelled or not getattr(error, "is_retryable", False):
                    return  # told to stop; or the server has nothing to say by itself
                _log.debug("the stream of an MCP server broke off: %s", error)
            at.tries += 1
            await cc.sleep(at.pause, cancel=stop)

    async def _hear(self, at: _Place, control: CallControl) -> None:
        resumed = {} if at.last_id is None else {"last-event-id": at.last_id}
        reply = await self._open("GET", {"accept": _EVENTS, **resumed}, control)
        if content_type(reply) != _EVENTS:
            await reply.aclose()
            raise self._odd(reply, "the reply is no stream of events")
        await self._read(reply, at, None)


class _Place:
    """How far a stream was read.

    Attributes:
        last_id: the id of the last event that had one.
        pause: seconds to wait before it is taken up again.
        tries: how often it was, since something new came.
    """

    def __init__(self) -> None:
        self.last_id: str | None = None
        self.pause, self.tries = _PAUSE, 0

    def note(self, decoder: SSEDecoder) -> None:
        """Note how far the last reader came."""
        self.last_id = decoder.last_id or self.last_id
        if decoder.retry is not None:
            self.pause = min(decoder.retry / 1000, _LONGEST_PAUSE)


def _answers(message: Any, wanted: Any) -> bool:
    return wanted is not None and "method" not in message and str(message.get("id")) == str(wanted)
