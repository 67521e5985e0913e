"""An MCP server for tests: tools from functions, over loopback HTTP or as a child process."""

from __future__ import annotations

from .server import MCPServer

__all__ = ["MCPServer"]
