"""What all drivers share: one request to a provider with address, key, retries and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from ..concurrency import async_ as cc
from ..errors import AISDKError, APICallError, APIConnectionError, InvalidResponseError
from ..http_rules.clock import CallClock
from ..http_rules.headers import join_lists
from ..http_rules.secrets import secrets_of, without_frames, without_secrets
from ..http_rules.urls import bare_url, same_origin
from ..retry import RetryPolicy
from ..types.http import HTTPReply, HTTPRequest
from ..wire.errors import request_id_of
from .http.defaults import client_for
from .http.retrying import with_retries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..concurrency.async_ import Eventually
    from ..providers.handles import Handle, ServicesHandle
    from ..types.call import CallOptions
    from ..types.http import Attempt
    from ..types.run import CallControl
    from ..wire.protocol import WireRequest
    from .http.client import AsyncHTTPClient

__all__ = ["Answer", "AsyncExchange", "placed"]

T = TypeVar("T")


class Answer(NamedTuple, Generic[T]):
    """A parsed reply, the reply itself, and its status for the list of attempts."""

    parsed: T
    reply: HTTPReply
    status: int


class AsyncExchange:
    """Sends requests to one provider: `handle` says where to, `client` carries them.

    Attributes:
        handle: the model, or what the provider offers besides.
        client: an open client; None was replaced by the default one.
    """

    def __init__(self, handle: Handle | ServicesHandle, client: AsyncHTTPClient | None) -> None:
        self.handle = handle
        self.client = client_for(client)

    async def request(self, wire: WireRequest, call: CallOptions) -> HTTPRequest:
        """The request for what the protocol wants sent; the key is read here, at the call."""
        endpoint = self.handle.endpoint
        url, headers = endpoint.url(wire.path), {**wire.headers}
        query = {**endpoint.request_query(), **wire.query}
        if wire.url is not None:
            url, query = wire.url, dict(wire.query)
        if wire.url is None or same_origin(wire.url, endpoint.address()):
            function = endpoint.key_function()
            made = None if function is None else await cc.invoke(function)
            own = endpoint.request_headers(call.headers, made)
            headers = join_lists(headers, own, wire.lists)
        return HTTPRequest(wire.method, url, headers, wire.json, wire.form, query, wire.content)

    def signed(self, request: HTTPRequest) -> HTTPRequest:
        """The request of one try, signed where the provider wants that: signatures grow old."""
        signer = self.handle.endpoint.signer
        if signer is None:
            return request
        try:
            return signer(request)
        except AISDKError as error:
            failure = error.with_traceback(None)  # the frames hold the key
        raise failure

    async def unary(
        self,
        wire: WireRequest,
        call: CallOptions,
        control: CallControl,
        parse_error: Callable[[Any, HTTPReply], APICallError],
        parse: Callable[[HTTPReply], T],
    ) -> tuple[Answer[T], tuple[Attempt, ...]]:
        """Send and parse one whole reply; an error that hides in a success is retried as well.

        Raises:
            AISDKError: typed, with url, request id and attempts.
        """
        request = await self.request(wire, call)
        attempts: list[Attempt] = []

        async def attempt(sent: HTTPRequest, clock: CallClock) -> Answer[T]:
            reply = await self.client.send(sent, clock=clock)
            if reply.status >= 400:
                raise placed(parse_error(self.handle.dialect, reply), sent, reply.headers)
            try:
                return Answer(parse(reply), reply, reply.status)
            except AISDKError as error:
                raise placed(error, sent, reply.headers) from error.__cause__

        answer = await self.retrying(request, attempt, control, attempts)
        return answer, tuple(attempts)

    async def retrying(
        self,
        request: HTTPRequest,
        attempt: Callable[[HTTPRequest, CallClock], Eventually[T]],
        control: CallControl,
        attempts: list[Attempt],
    ) -> T:
        """Run `attempt` under the one retry layer.

        Each try gets the request, signed anew, and a clock of its own.
        """
        return await with_retries(
            lambda: attempt(self.signed(request), CallClock.of(control)),
            policy=RetryPolicy(control.max_retries),
            budget=self.client.retry_budget,
            control=control,
            attempts=attempts,
        )


def placed(error: Any, request: HTTPRequest, headers: Mapping[str, str]) -> Any:
    """`error` with the place it happened filled in, and without the request's credentials.

    The frames of the parsers go as well: what they read may hold an echo of the key.
    """
    secrets = secrets_of({**request.query, **request.headers})
    without_secrets(error, secrets)
    without_frames(error)
    if isinstance(error, (APICallError, APIConnectionError, InvalidResponseError)):
        error.url = error.url or bare_url(request.url)
    if isinstance(error, (APICallError, InvalidResponseError)):
        found = request_id_of(headers)
        error.request_id = error.request_id or (None if found in secrets else found)
    return error
