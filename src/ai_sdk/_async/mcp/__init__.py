"""The MCP client: sessions and transports, in both colours."""
