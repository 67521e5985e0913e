"""`AsyncMCPTransport`: what carries messages between an MCP client and a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...types.run import CallControl

__all__ = ["AsyncMCPTransport"]


class AsyncMCPTransport(Protocol):
    """A way to a server. Write one to reach a server that no transport of ours reaches.

    Messages are JSON-RPC objects as plain dicts.

    Attributes:
        protocol_version: set by the client once both sides agreed on one, None before.
    """

    protocol_version: str | None

    async def start(
        self, receive: Callable[[Any], None], lost: Callable[[Exception], None]
    ) -> None:
        """Get ready to send.

        Args:
            receive: call it with every message that comes; it returns at once.
            lost: call it when nothing can come any more, with the reason.

        Raises:
            AISDKError: the server cannot be reached.
        """
        ...

    async def send(self, message: Mapping[str, Any], control: CallControl) -> None:
        """Hand a message to the server. May return before or after its answer was received.

        Args:
            message: a request, a notification or an answer.
            control: `total` is the moment by which it must be over, `cancel` ends it before.

        Raises:
            AISDKError: it cannot be delivered.
        """
        ...

    async def aclose(self) -> None:
        """Let go of the server; calling it twice is fine."""
        ...
