"""An httpx transport over our carrier: for an httpx client of your own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpx

from ...http_rules.signals import is_signal
from ...types.limits import Limits
from .engines import carrier_of
from .targets import Target

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ...concurrency.net.common import Approve
    from ...http_rules.engine_names import EngineName
    from .tls import Verify

__all__ = ["AsyncBody", "AsyncTransport"]

_DEFAULT = Limits()


class AsyncTransport(httpx.AsyncBaseTransport):
    """What our own client sends through, under httpx's interface.

    Args:
        proxy: A proxy for everything; None for what the environment says.
        verify: How to check certificates.
        limits: What the pools may hold.
        approve: May refuse a host by its addresses; no proxy is used then.
        engine: `default` or `fast`; None for what `AI_SDK_ENGINE` says.
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        verify: Verify = True,
        limits: Limits = _DEFAULT,
        approve: Approve | None = None,
        engine: EngineName | None = None,
    ) -> None:
        self._carrier = carrier_of(engine)(proxy, verify, limits, approve)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body of the response is read as it comes."""
        url = request.url
        host = url.raw_host.decode("ascii")
        target = Target(url.scheme, host, url.port, url.raw_path, url.netloc)
        stream: Any = request.stream
        body = request.content if isinstance(stream, httpx.ByteStream) else stream
        try:
            found = await self._carrier.send(
                request.method, target, request.headers.raw, body, request.extensions
            )
        except Exception as error:
            _raise_as_httpx(error, request)
            raise
        return httpx.Response(
            found.status_code,
            headers=found.headers,
            stream=AsyncBody(found, request),
            extensions=found.extensions,
        )

    async def aclose(self) -> None:
        """Close the connections of this event loop or process; later requests open others."""
        await self._carrier.aclose()


class AsyncBody(httpx.AsyncByteStream):
    """The body of a response on its way."""

    def __init__(self, carried: Any, request: httpx.Request) -> None:
        self._carried, self._request = carried, request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._carried.core:
                yield piece
        except Exception as error:
            _raise_as_httpx(error, self._request)
            raise

    async def aclose(self) -> None:
        """Give the connection back if the body was read to its end, else close it."""
        await self._carried.aclose()


def _raise_as_httpx(error: Exception, request: httpx.Request) -> None:
    """Raise httpx's error of the same name for those of the engines; of others say nothing."""
    if type(error).__module__.partition(".")[0] in ("httpcore2", "h11") or is_signal(error):
        kind = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise cast("Exception", kind(str(error), request=request)) from error
    if isinstance(error, TimeoutError):
        raise httpx.ReadTimeout(str(error), request=request) from error
    if isinstance(error, OSError):
        raise httpx.ReadError(str(error), request=request) from error
