"""Where the MCP tests find their servers."""

from __future__ import annotations

import sys
from pathlib import Path

from ai_sdk.aio import MCPStdioTransport

CHILD = Path(__file__).parents[1] / "mcp_servers" / "child.py"


def child(kind: str = "server", **settings: object) -> MCPStdioTransport:
    """A server of `tests/mcp_servers/child.py` as a child process."""
    return MCPStdioTransport([sys.executable, str(CHILD), kind], **settings)  # type: ignore[arg-type]
