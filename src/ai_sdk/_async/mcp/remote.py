"""What both HTTP transports share: requests with the caller's headers, replies read as events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...concurrency import async_ as cc
from ...errors import AISDKError, APICallError, InvalidResponseError
from ...http_rules.clock import CallClock
from ...http_rules.headers import merge_headers
from ...http_rules.secrets import secrets_of, without_secrets
from ...mcp import jsonrpc
from ...types.http import HTTPReply, HTTPRequest
from ...types.secret import Secret
from ...wire.errors import error_from_reply
from ..http.defaults import client_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from ...sse import SSEDecoder
    from ...types.run import CallControl
    from ..http.client import AsyncHTTPClient
    from ..http.reply import AsyncReplyStream

__all__ = ["AsyncRemote", "content_type", "messages", "whole"]


class AsyncRemote:
    """Sends requests to one server.

    Args:
        settings: an `MCPHTTPTransport` or `MCPSSETransport`.
        client: what carries them; the shared default client if None.
    """

    def __init__(self, settings: Any, client: AsyncHTTPClient | None) -> None:
        self.settings = settings
        self._client = client_for(client)

    async def open(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        control: CallControl,
        message: Mapping[str, Any] | None = None,
    ) -> AsyncReplyStream:
        """Send one request; the head of a good reply has come. No error shows a credential.

        Raises:
            APICallError: the server answered with an error status.
            AISDKError: it could not be carried.
        """
        credentials = await self._credentials()
        request = HTTPRequest(
            method, url, merge_headers(headers, credentials, self.settings.headers), message
        )
        del credentials  # errors show the locals of frames
        try:
            reply = await self._client.open(request, clock=CallClock.of(control))
            if reply.status < 400:
                return reply
            raise await _refusal(reply)
        except AISDKError as error:
            without_secrets(error, secrets_of(request.headers))
            raise

    async def _credentials(self) -> dict[str, str]:
        token = self.settings.token
        if callable(token):
            token = await cc.invoke(token)
        if isinstance(token, Secret):
            token = token.reveal()
        return {} if token is None else {"authorization": f"Bearer {token}"}


def content_type(reply: AsyncReplyStream) -> str:
    """What a reply is, without parameters and in lower case."""
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


async def whole(reply: AsyncReplyStream) -> list[Any]:
    """The messages of a reply in JSON.

    Raises:
        InvalidResponseError: it is no JSON.
        AISDKError: it broke off.
    """
    try:
        body = await reply.read_all()
        return jsonrpc.messages(body)
    except InvalidResponseError as error:
        error.url = error.url or reply.url
        raise
    finally:
        await reply.aclose()


async def messages(reply: AsyncReplyStream, decoder: SSEDecoder) -> AsyncIterator[Any]:
    """The messages in a reply of events; what its end cut in two is left out. Close this.

    Raises:
        InvalidResponseError: an event is no message, or too large.
        AISDKError: it broke off.
    """
    try:
        while (piece := await reply.read()) is not None:
            for event in decoder.feed(piece):
                if event.data and event.event in (None, "message"):
                    for each in jsonrpc.messages(event.data):
                        yield each
    except InvalidResponseError as error:
        error.url = error.url or reply.url
        raise
    finally:
        await reply.aclose()


async def _refusal(reply: AsyncReplyStream) -> APICallError:
    try:
        body = await reply.read_error()
    finally:
        await reply.aclose()
    return error_from_reply(HTTPReply(reply.status, reply.headers, body, reply.url))
