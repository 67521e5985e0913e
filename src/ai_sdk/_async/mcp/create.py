"""`create_mcp_client`: the function in front of the class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import __version__
from ...types._value import EMPTY
from .client import AsyncMCPClient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...concurrency.async_ import MaybeAwaitable
    from ...mcp.transports import MCPHTTPTransport, MCPSSETransport, MCPStdioTransport
    from ...mcp.values import MCPElicitation, MCPElicitationResult
    from ..http.client import AsyncHTTPClient
    from .port import AsyncMCPTransport

__all__ = ["create_mcp_client"]


def create_mcp_client(
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
) -> AsyncMCPClient:
    """A client of an MCP server, not connected yet: use it as a context manager.

    Takes what `MCPClient` takes.

    Example:
        >>> client = create_mcp_client("https://mcp.example.com/mcp")
        >>> client.connected
        False
    """
    return AsyncMCPClient(
        transport,
        name=name,
        version=version,
        capabilities=capabilities,
        timeout=timeout,
        on_elicitation=on_elicitation,
        on_session_expired=on_session_expired,
        client=client,
    )
