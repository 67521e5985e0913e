"""What the MCP server for tests answers, message by message. No I/O here."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...json_codec import dumps
from ...mcp import jsonrpc
from ...mcp.protocol import SUPPORTED
from ...tools import Tool, named_tools
from ...types.plain import to_plain

__all__ = ["Answers"]


class Answers:
    """Tools, resources and prompts, and the answers to questions about them.

    Args:
        tools: functions or tools.
        resources: URI -> text.
        prompts: name -> text with `{gaps}` for its arguments.
        name: what the server calls itself.
        page_size: how many entries of a list go into one page.
        versions: the protocol versions it speaks, the dearest first.
    """

    def __init__(
        self,
        tools: Sequence[Tool[..., Any] | Callable[..., Any]] = (),
        *,
        resources: Mapping[str, str] | None = None,
        prompts: Mapping[str, str] | None = None,
        name: str = "test-server",
        page_size: int = 100,
        versions: Sequence[str] = SUPPORTED,
    ) -> None:
        self.tools: dict[str, Any] = named_tools(list(tools))
        self.resources, self.prompts = dict(resources or {}), dict(prompts or {})
        self._name, self._page_size, self._versions = name, page_size, versions
        self._methods: dict[str, Callable[[Mapping[str, Any]], Any]] = {
            "initialize": self._initialize,
            "ping": lambda _: {},
            "tools/list": lambda p: self._page("tools", map(_described, self.tools.values()), p),
            "tools/call": self._call,
            "resources/list": lambda p: self._page("resources", self._resources(), p),
            "resources/templates/list": lambda p: self._page("resourceTemplates", (), p),
            "resources/read": self._read,
            "prompts/list": lambda p: self._page("prompts", self._prompts(), p),
            "prompts/get": self._prompt,
            "completion/complete": self._complete,
        }

    def answer(self, message: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer to a message; None where none is due."""
        method, number = message.get("method"), message.get("id")
        if not isinstance(method, str) or number is None:
            return None
        known = self._methods.get(method)
        if known is None:
            return jsonrpc.failure(number, jsonrpc.METHOD_NOT_FOUND, f"no method {method}")
        try:
            return jsonrpc.response(number, known(message.get("params") or {}))
        except (KeyError, TypeError, ValueError) as error:
            return jsonrpc.failure(number, jsonrpc.INVALID_PARAMS, f"bad parameters: {error}")

    def _initialize(self, params: Mapping[str, Any]) -> dict[str, Any]:
        wanted = params.get("protocolVersion")
        return {
            "protocolVersion": wanted if wanted in self._versions else self._versions[0],
            "capabilities": self._capabilities(),
            "serverInfo": {"name": self._name, "version": "1.0", "title": "A server for tests"},
            "instructions": "For tests.",
        }

    def _capabilities(self) -> dict[str, Any]:
        offered = {"tools": self.tools, "resources": self.resources, "prompts": self.prompts}
        return {**{name: {} for name, has in offered.items() if has}, "completions": {}}

    def _page(self, key: str, entries: Any, params: Mapping[str, Any]) -> dict[str, Any]:
        listed = list(entries)
        start = int(params.get("cursor", 0))
        end = start + self._page_size
        more = {"nextCursor": str(end)} if end < len(listed) else {}
        return {key: listed[start:end], **more}

    def _call(self, params: Mapping[str, Any]) -> dict[str, Any]:
        tool = self.tools[params["name"]]
        try:
            given = tool(**params.get("arguments", {}))
        except Exception as error:  # noqa: BLE001 - what a tool raises is its answer
            return {"content": [_text(f"{type(error).__name__}: {error}")], "isError": True}
        if isinstance(given, dict) and "content" in given:
            return dict(given)
        plain = to_plain(given)
        if isinstance(plain, str):
            return {"content": [_text(plain)]}
        structured = plain if isinstance(plain, dict) else {"result": plain}
        return {"content": [_text(dumps(plain).decode())], "structuredContent": structured}

    def _resources(self) -> list[dict[str, Any]]:
        return [{"uri": uri, "name": uri.rpartition("/")[2]} for uri in self.resources]

    def _read(self, params: Mapping[str, Any]) -> dict[str, Any]:
        uri = params["uri"]
        text = self.resources[uri]
        return {"contents": [{"uri": uri, "mimeType": "text/plain", "text": text}]}

    def _prompts(self) -> list[dict[str, Any]]:
        return [{"name": name} for name in self.prompts]

    def _prompt(self, params: Mapping[str, Any]) -> dict[str, Any]:
        text = self.prompts[params["name"]].format(**params.get("arguments", {}))
        return {"messages": [{"role": "user", "content": _text(text)}]}

    def _complete(self, params: Mapping[str, Any]) -> dict[str, Any]:
        start = params["argument"]["value"]
        found = [name for name in self.prompts if name.startswith(start)]
        return {"completion": {"values": found, "total": len(found), "hasMore": False}}


def _described(tool: Tool[..., Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": tool.name,
        "description": tool.description or inspect.getdoc(tool.execute) or "",
        "inputSchema": tool.input_schema.json_schema,
    }
    return described if tool.title is None else {**described, "title": tool.title}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}
