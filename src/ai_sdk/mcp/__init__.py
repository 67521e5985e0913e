"""The Model Context Protocol without its I/O: messages, versions, values, tools from definitions."""
