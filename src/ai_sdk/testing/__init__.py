"""Tools for tests: a provider server and an MCP server on loopback, and a scripted model.

Nothing is loaded before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .mcp import MCPServer
    from .mock_model import MockLanguageModel, MockReply
    from .server import (
        ConnectionCounts,
        Delivery,
        Event,
        Failure,
        FaultServer,
        FormPart,
        Gate,
        ProviderServer,
        RecordedRequest,
        Reply,
        TokenCount,
        ToolCall,
        Turn,
        refusing_url,
    )

# Public name -> module below this package.
_LAZY = {
    "ConnectionCounts": "server",
    "Delivery": "server",
    "Event": "server",
    "Failure": "server",
    "FaultServer": "server",
    "FormPart": "server",
    "Gate": "server",
    "MCPServer": "mcp",
    "MockLanguageModel": "mock_model",
    "MockReply": "mock_model",
    "ProviderServer": "server",
    "RecordedRequest": "server",
    "Reply": "server",
    "TokenCount": "server",
    "ToolCall": "server",
    "Turn": "server",
    "refusing_url": "server",
}

__all__ = [
    "ConnectionCounts",
    "Delivery",
    "Event",
    "Failure",
    "FaultServer",
    "FormPart",
    "Gate",
    "MCPServer",
    "MockLanguageModel",
    "MockReply",
    "ProviderServer",
    "RecordedRequest",
    "Reply",
    "TokenCount",
    "ToolCall",
    "Turn",
    "refusing_url",
]


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
