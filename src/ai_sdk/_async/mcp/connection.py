"""`AsyncMCPConnection`: what an MCP client is before it asks for anything in particular."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ... import __version__
from ...concurrency import async_ as cc
from ...errors import ConfigurationError, InvalidResponseError
from ...mcp import reading
from ...mcp.elicitation import answer_of, elicitation
from ...mcp.protocol import require
from ...mcp.transports import MCPHTTPTransport, MCPSSETransport, MCPStdioTransport, as_settings
from ...types._value import EMPTY
from ...types.timeouts import as_timeout
from .http import AsyncStreamableHTTP
from .session import AsyncMCPSession, SessionSettings
from .sse import AsyncLegacySSE
from .stdio import AsyncStdio

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

    from ...concurrency.async_ import MaybeAwaitable
    from ...mcp.values import MCPElicitation, MCPElicitationResult, MCPServerInfo
    from ..http.client import AsyncHTTPClient
    from .port import AsyncMCPTransport

__all__ = ["AsyncMCPConnection"]

T = TypeVar("T")

_MOST_PAGES = 10_000
"""Pages of a list that are read before the server is taken for one that never ends."""


class AsyncMCPConnection:
    """A connection to one MCP server: opened, asked, closed. `MCPClient` says with what."""

    def __init__(
        self,
        transport: str | MCPHTTPTransport | MCPSSETransport | MCPStdioTransport | AsyncMCPTransport,
        *,
        name: str = "ai-sdk",
        version: str = __version__,
        capabilities: Mapping[str, Any] = EMPTY,
        timeout: float | None = 60.0,
        on_elicitation: Callable[
            [MCPElicitation], MaybeAwaitable[MCPElicitationResult | Mapping[str, Any] | None]
        ]
        | None = None,
        on_session_expired: Callable[[str], MaybeAwaitable[object]] | None = None,
        client: AsyncHTTPClient | None = None,
    ) -> None:
        as_timeout(timeout)
        self._where, self._http = as_settings(transport), client
        answers: dict[str, Callable[[Mapping[str, Any]], Any]] = {"ping": _pong}
        offered = dict(capabilities)
        if on_elicitation is not None:
            cc.check_colour(on_elicitation, "on_elicitation")
            answers["elicitation/create"] = _asking(on_elicitation)
            offered.setdefault("elicitation", {})
        if on_session_expired is not None:
            cc.check_colour(on_session_expired, "on_session_expired")
        self._settings = SessionSettings(
            name, version, offered, timeout, answers, on_session_expired
        )
        self._session: AsyncMCPSession | None = None

    # ---- the connection

    async def connect(self) -> MCPServerInfo:
        """Reach the server and agree on a version of the protocol.

        Returns:
            Who the server is and what it can do.

        Raises:
            ConfigurationError: It is connected already.
            AISDKError: The server cannot be reached, refuses, or speaks no version known here.
        """
        if self._session is not None:
            raise ConfigurationError("this MCP client is connected already, or was; make another")
        self._session = AsyncMCPSession(self._transport(), self._settings)
        return await self._session.open()

    @property
    def connected(self) -> bool:
        """Whether `connect` has succeeded."""
        return self._session is not None and self._session.info is not None

    @property
    def server(self) -> MCPServerInfo:
        """Who the server is and what it can do.

        Raises:
            ConfigurationError: The client is not connected.
        """
        info = self._open().info
        assert info is not None
        return info

    async def ping(self) -> None:
        """Ask the server whether it is there.

        Raises:
            AISDKError: It is not.
        """
        await self._open().request("ping")

    async def aclose(self) -> None:
        """End the session; what is still asked fails. Calling it twice is fine."""
        if self._session is not None:
            await self._session.aclose()

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    # ---- for the client

    async def _all(
        self, capability: str, method: str, key: str, make: Callable[[Mapping[str, Any]], T]
    ) -> list[T]:
        session = self._open()
        require(self.server, capability)
        found: list[T] = []
        seen: set[str] = set()
        cursor: str | None = None
        while True:
            params = EMPTY if cursor is None else {"cursor": cursor}
            items, cursor = reading.page(await session.request(method, params), key, method, make)
            found += items
            if not cursor:
                return found
            if cursor in seen or len(seen) >= _MOST_PAGES:
                raise InvalidResponseError(
                    f"the MCP server {self.server.name!r} lists without end: {method} gave the "
                    "same cursor twice, or too many pages"
                )
            seen.add(cursor)

    def _open(self) -> AsyncMCPSession:
        if self._session is None or self._session.info is None:
            mine = type(self).__name__
            raise ConfigurationError(f"this {mine} is not connected: use it in a with block")
        return self._session

    def _transport(self) -> Any:
        where, asks = self._where, "elicitation/create" in self._settings.answer
        if isinstance(where, MCPHTTPTransport):
            return AsyncStreamableHTTP(where, self._http, listens=asks)
        if isinstance(where, MCPSSETransport):
            return AsyncLegacySSE(where, self._http)
        return AsyncStdio(where) if isinstance(where, MCPStdioTransport) else where


def _pong(_params: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _asking(handler: Callable[[MCPElicitation], Any]) -> Callable[[Mapping[str, Any]], Any]:
    async def ask(params: Mapping[str, Any]) -> dict[str, Any]:
        answered: Any = await cc.call(handler, elicitation(params))
        return answer_of(answered)

    return ask
