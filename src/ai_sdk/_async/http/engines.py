"""Who carries requests: our own transport, or a client of the caller's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...concurrency import async_ as cc, clock as time
from ...concurrency.net import shut_down
from ...http_rules.engine_names import chosen_engine
from .targets import target_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from ...concurrency.net.common import Approve
    from ...http_rules.clock import CallClock
    from ...http_rules.engine_names import EngineName
    from ...http_rules.prepare import Prepared
    from ...types.limits import Limits
    from .carrier import AsyncCarried
    from .tls import Verify

_WHOLE = "ai_sdk_whole"


def carrier_of(engine: EngineName | None) -> Callable[..., Any]:
    """The class that carries requests over our own connections.

    Raises:
        ConfigurationError: There is no such engine.
    """
    if chosen_engine(engine) == "fast":
        from .fast.carrier import AsyncFastCarrier

        return AsyncFastCarrier
    from .carrier import AsyncCarrier

    return AsyncCarrier


class AsyncOwnEngine:
    """Requests over our own connections."""

    drains = True

    def __init__(
        self,
        proxy: str | None,
        verify: Verify,
        limits: Limits,
        approve: Approve | None = None,
        engine: EngineName | None = None,
    ) -> None:
        if proxy is not None:
            from ...http_rules.proxies import ProxyTable

            ProxyTable(proxy)  # each event loop makes its own: what is wrong is told before
        self._carrier = carrier_of(engine)(proxy, verify, limits, approve)

    async def start(self, request: Prepared, clock: CallClock) -> AsyncCarried:
        """Send the request; the response's head has come."""
        target = target_of(request.url)
        head = [
            (b"host", target.netloc),
            *((k.encode("ascii"), v.encode("latin-1")) for k, v in request.headers.items()),
            (b"content-length", b"%d" % len(request.body)),
        ]
        left = clock.left()
        limits = {"connect": clock.connect, "read": clock, "write": clock, "pool": left}
        extensions = {"timeout": limits}
        carried: AsyncCarried = await self._carrier.send(
            request.method, target, head, request.body, extensions
        )
        return carried

    def headers(self, response: AsyncCarried) -> Sequence[tuple[bytes, bytes]]:
        """The header lines of a response."""
        return response.headers

    def pieces(self, response: AsyncCarried, clock: CallClock) -> AsyncIterator[bytes]:
        """The body as it comes."""
        return aiter(response.core)

    def ended(self, response: AsyncCarried) -> bool:
        """Whether the body that gave no more was whole: a closing loop cuts it short."""
        stream = response.extensions.get("network_stream")
        return not getattr(stream, "closed", False)

    async def aclose(self) -> None:
        """Close the connections of this event loop or process."""
        await self._carrier.aclose()


class AsyncGuestEngine:
    """Requests over a caller's own httpx or httpx2 client, which is never closed here.

    Its pool and its settings are the caller's: how cancellation and reuse behave is up to them.
    A blocked read of a synchronous client follows the limit that the request started with.
    """

    drains = False

    def __init__(self, client: Any) -> None:
        self._client = client

    async def start(self, request: Prepared, clock: CallClock) -> Any:
        """Send the request; the response's head has come."""
        left = clock.left()
        limits = {"connect": clock.connect.left(), "read": left, "write": left, "pool": left}
        built = self._client.build_request(
            request.method,
            request.url,
            headers=request.headers,
            content=request.body,
            extensions={"timeout": limits},
        )
        watch = cc.Deadline(None) if left is None else clock.deadline()
        response = await cc.guard(
            lambda: self._client.send(built, stream=True, follow_redirects=False),
            deadline=watch,
            cancel=clock.cancel,
        )
        _watch(response, clock)
        return response

    def headers(self, response: Any) -> Sequence[tuple[bytes, bytes]]:
        """The header lines of a response."""
        lines: Sequence[tuple[bytes, bytes]] = response.headers.raw
        return lines

    async def pieces(self, response: Any, clock: CallClock) -> AsyncIterator[bytes]:
        """The body as it comes; limits hold between its pieces, and in them where they can."""
        source = response.aiter_raw()
        while True:
            start = time.now()
            piece: bytes | None = await cc.guard(
                lambda: anext(source, None), deadline=clock.deadline(), cancel=clock.cancel
            )
            clock.spent(time.now() - start)
            if piece is None:
                response.extensions[_WHOLE] = True
                return
            yield piece

    def ended(self, response: Any) -> bool:
        """Whether the body that gave no more was whole: a closing loop cuts it short."""
        return _WHOLE in response.extensions

    async def aclose(self) -> None:
        """Nothing: the client belongs to the caller."""


def _watch(response: Any, clock: CallClock) -> None:
    """Have a cancellation wake a blocked read of the caller's client, where its socket shows."""
    stream = response.extensions.get("network_stream")
    if clock.cancel is not None and stream is not None:
        clock.attach(_Waker(stream))


class _Waker:
    """Wakes whoever reads from a stream of the caller's pool."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def wake(self) -> None:
        """End the read by shutting the socket down."""
        sock = self._stream.get_extra_info("socket")
        if sock is not None:
            shut_down(sock)
