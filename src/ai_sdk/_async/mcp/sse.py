"""`AsyncLegacySSE`: one stream of events for all that comes, a POST for all that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from ...concurrency import CancelToken, Deadline, DeadlineExceeded, async_ as cc
from ...errors import (
    AISDKError,
    APITimeoutError,
    InvalidResponseError,
    MCPConnectionClosedError,
)
from ...http_rules.urls import bare_url, same_origin
from ...mcp import jsonrpc
from ...sse import SSEDecoder
from ...types.run import CallControl
from ...types.timeouts import Timeout
from .remote import AsyncRemote, content_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...mcp.transports import MCPSSETransport
    from ...sse import ServerSentEvent
    from ..http.client import AsyncHTTPClient
    from ..http.reply import AsyncReplyStream

__all__ = ["AsyncLegacySSE"]

_PATIENCE = 30.0
"""Seconds in which the server must have said where messages go."""


class AsyncLegacySSE:
    """A server of protocol version 2024-11-05 behind an address.

    Attributes:
        protocol_version: the version both sides agreed on, told in every later request.
    """

    def __init__(self, settings: MCPSSETransport, client: AsyncHTTPClient | None) -> None:
        self.protocol_version: str | None = None
        self._remote, self._url = AsyncRemote(settings, client), settings.url
        self._receive: Callable[[Any], None] = lambda _: None
        self._lost: Callable[[Exception], None] = lambda _: None
        self._reader: cc.Worker[None] | None = None

    async def start(
        self, receive: Callable[[Any], None], lost: Callable[[Exception], None]
    ) -> None:
        """Open the stream and wait until the server says where messages go.

        Raises:
            AISDKError: it cannot be opened, or the server does not say.
        """
        self._receive, self._lost = receive, lost
        self._endpoint = cc.Slot[str]()
        self._reader = cc.Worker(self._reading)
        try:
            await self._endpoint.wait(deadline=Deadline(_PATIENCE))
        except DeadlineExceeded as error:
            raise APITimeoutError(
                f"the MCP server did not say within {_PATIENCE:g} s where messages go",
                limit="first_event",
                seconds=_PATIENCE,
                url=bare_url(self._url),
            ) from error

    async def send(self, message: Mapping[str, Any], control: CallControl) -> None:
        """POST a message; its answer comes over the stream.

        Raises:
            AISDKError: it could not be carried.
        """
        url = await self._endpoint.wait(cancel=control.cancel)
        lines = {"accept": "application/json, text/event-stream"}
        if self.protocol_version is not None:
            lines["mcp-protocol-version"] = self.protocol_version
        reply = await self._remote.open("POST", url, lines, control, message)
        await reply.aclose()

    async def aclose(self) -> None:
        """Close the stream."""
        if self._reader is not None:
            await self._reader.aclose()

    async def _reading(self, stop: CancelToken) -> None:
        try:
            await self._read(stop)
            self._end(MCPConnectionClosedError("the MCP server closed its stream"))
        except AISDKError as error:
            self._end(error)

    def _end(self, error: Exception) -> None:
        self._endpoint.fail(error)
        self._lost(error)

    async def _read(self, stop: CancelToken) -> None:
        control = CallControl(Timeout(first_event=None, idle=None), cancel=stop)
        lines = {"accept": "text/event-stream"}
        reply = await self._remote.open("GET", self._url, lines, control)
        try:
            await self._events(reply)
        finally:
            await reply.aclose()

    async def _events(self, reply: AsyncReplyStream) -> None:
        if content_type(reply) != "text/event-stream":
            raise InvalidResponseError(
                "MCP server: the reply is no stream of events; if it speaks streamable HTTP, use "
                "an MCPHTTPTransport",
                status_code=reply.status,
                url=reply.url,
            )
        decoder = SSEDecoder(reply.caps.event, reply.caps.line)
        while (piece := await reply.read()) is not None:
            for event in decoder.feed(piece):
                self._take(event)

    def _take(self, event: ServerSentEvent) -> None:
        if event.event == "endpoint":
            self._endpoint.fill(_endpoint(self._url, event.text))
        elif event.data and event.event in (None, "message"):
            for each in jsonrpc.messages(event.data):
                self._receive(each)


def _endpoint(url: str, told: str) -> str:
    """Where messages go; never to another server than the one that was asked.

    Raises:
        InvalidResponseError: the server names another.
    """
    target = urljoin(url, told.strip())
    if not same_origin(target, url):
        raise InvalidResponseError(
            f"the MCP server wants messages sent to another server, {bare_url(target)}",
            url=bare_url(url),
        )
    return target
