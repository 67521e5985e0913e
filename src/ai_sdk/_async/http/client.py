"""`AsyncHTTPClient`: what a caller makes once and passes to providers or calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from ...errors import ConfigurationError, InvalidArgumentError, InvalidResponseError
from ...http_rules.clock import CallClock
from ...http_rules.prepare import prepare
from ...http_rules.secrets import without_secrets
from ...http_rules.urls import REDIRECTS, bare_url
from ...retry import RetryBudget
from ...types.caps import Caps
from ...types.http import HTTPReply
from ...types.limits import Limits
from ...types.timeouts import Timeout, as_timeout
from .engines import AsyncGuestEngine, AsyncOwnEngine
from .opening import open_reply
from .reply import AsyncReplyStream

if TYPE_CHECKING:
    from types import TracebackType

    from ...http_rules.engine_names import EngineName
    from ...types.http import HTTPRequest
    from .reply import AsyncEngine
    from .tls import Verify

__all__ = ["AsyncHTTPClient", "AsyncReplyStream", "check_client"]


class AsyncHTTPClient:
    """Connections to providers: pools, proxy, certificates, default limits, retry budget.

    One client serves any number of calls at once, in several threads, event loops and after forks.
    Without one, calls share a default client.

    Args:
        proxy: URL of a proxy for everything (`http://`, `https://`, `socks5://`); None to follow
            `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`.
        verify: How to check certificates: True, a path to authorities, an `ssl.SSLContext`, or
            False for not at all. `SSL_CERT_FILE` and `SSL_CERT_DIR` are followed.
        limits: How many connections, and how long unused ones are kept.
        timeout: Default limits of the calls, in seconds or by name.
        retry_budget: How many retries all calls together may make.
        caps: How much of a reply is read before it is refused.
        engine: What carries the requests: `default`, or `fast`, which needs the extra of that
            name; None for what the variable `AI_SDK_ENGINE` says.
        http_client: Your own httpx or httpx2 client to send through. It is not closed here, and
            its own pool decides how well cancellation and reuse work.

    Raises:
        ConfigurationError: The settings do not go together, or the proxy is no address.
        MissingDependencyError: The engine needs a package that is not installed.

    Example:
        >>> client = HTTPClient(timeout=60)
        >>> client.timeout.total
        60
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        verify: Verify = True,
        limits: Limits | None = None,
        timeout: float | Timeout | None = None,
        retry_budget: RetryBudget | None = None,
        caps: Caps | None = None,
        engine: EngineName | None = None,
        http_client: Any = None,
    ) -> None:
        self.timeout: Timeout = as_timeout(timeout)
        self.retry_budget = retry_budget if retry_budget is not None else RetryBudget()
        self.caps = caps if caps is not None else Caps()
        self._closed = False
        if http_client is None:
            self._engine: AsyncEngine = AsyncOwnEngine(
                proxy, verify, limits or Limits(), engine=engine
            )
            return
        if proxy is not None or verify is not True or limits is not None or engine is not None:
            raise ConfigurationError(
                "proxy, verify, limits and engine belong to your own http_client: set them there"
            )
        self._engine = AsyncGuestEngine(_checked_guest(http_client))

    async def send(self, request: HTTPRequest, *, clock: CallClock) -> HTTPReply:
        """Send a request and read the whole reply; of an error's body only its start.

        Args:
            request: What to send.
            clock: The limits of this attempt.

        Raises:
            AISDKError: As `open` does, and `InvalidResponseError` for a reply that is too large.
        """
        stream = await self.open(request, clock=clock)
        try:
            if stream.status >= 400:
                body = await stream.read_error()
            else:
                body = await stream.read_all()
        finally:
            await stream.aclose()
        return HTTPReply(stream.status, stream.headers, body, stream.url)

    async def open(self, request: HTTPRequest, *, clock: CallClock) -> AsyncReplyStream:
        """Send a request; the reply's head has come, its body can be read. Close the reply.

        Raises:
            APITimeoutError: A limit was reached.
            APIConnectionError: No usable reply came.
            InvalidResponseError: The reply is a redirect, or coded in a way nobody asked for.
            InvalidArgumentError: The request cannot be written; nothing was sent.
            ConfigurationError: The address or key is malformed, or the client is closed.
            RunCancelledError: The call was cancelled.
        """
        if self._closed:
            raise ConfigurationError("this HTTP client is closed; make another one")
        prepared = prepare(request)
        stream = await open_reply(self._engine, prepared, clock, self.caps)
        if stream.status in REDIRECTS:
            await stream.aclose()
            refusal = _redirect(stream)
            without_secrets(refusal, prepared.secrets())
            raise refusal
        return stream

    async def close_idle(self) -> None:
        """Close the connections of this event loop or process; later calls open new ones."""
        await self._engine.aclose()

    async def aclose(self) -> None:
        """Close the connections; a caller's own `http_client` stays open."""
        self._closed = True
        await self._engine.aclose()

    async def __aenter__(self) -> AsyncHTTPClient:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise ConfigurationError(
            "an HTTP client cannot be pickled or copied: it holds connections. Leave client= out, "
            "then each process uses a default client of its own"
        )


def _redirect(reply: AsyncReplyStream) -> InvalidResponseError:
    target = bare_url(reply.headers.get("location", "")) or "nowhere"
    return InvalidResponseError(
        f"the server redirects to {target}, and requests with a key are never sent on; "
        "if that is the provider's address, set it as base_url",
        status_code=reply.status,
        url=reply.url,
    )


def _checked_guest(client: Any) -> Any:
    """`client` if it is an httpx or httpx2 client of this colour."""
    if not hasattr(client, "build_request") or not hasattr(client, "send"):
        raise InvalidArgumentError(
            f"http_client must be a client of httpx or httpx2, not {type(client).__name__}",
            parameter="http_client",
        )
    if not hasattr(client, "aclose"):
        mine = AsyncHTTPClient.__name__
        raise ConfigurationError(
            f"{mine} cannot send through a {type(client).__module__}.{type(client).__name__}: one "
            "is synchronous and the other is not"
        )
    return client


def check_client(client: object) -> AsyncHTTPClient:
    """`client` if it is one that this colour can use.

    Raises:
        ConfigurationError: It is of the other colour, or no client of ours.
    """
    if isinstance(client, AsyncHTTPClient):
        return client
    given, wanted = type(client).__name__, AsyncHTTPClient.__name__
    if hasattr(client, "build_request"):
        raise ConfigurationError(f"client= got an httpx client: pass {wanted}(http_client=...)")
    raise ConfigurationError(
        f"client= got {given}, but this call needs {wanted}: functions of ai_sdk take an "
        "HTTPClient, those of ai_sdk.aio an AsyncHTTPClient"
    )
