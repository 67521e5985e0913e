"""Protocol 2026-07-28: no opening talk and no session; every request says who asks and what it can."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any, Final

from ..errors import APICallError, InvalidResponseError, MCPError
from ..json_codec import is_object
from .reading import text_of
from .values import MCPServerInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MODERN",
    "answered",
    "discovered",
    "enveloped",
    "may_be_modern",
    "needs_input",
    "refused_inside",
    "routing_headers",
]

MODERN: Final = "2026-07-28"
"""The version of these servers."""

_KEYS: Final = "io.modelcontextprotocol/"
_NAMED: Final = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}
_UNSUPPORTED_VERSION: Final = -32022
_REFUSALS: Final = (_UNSUPPORTED_VERSION, -32601, -32602)  # version, method, parameters
_PLAIN = re.compile(r"(?!\s)(?!=\?base64\?)[\x20-\x7e]*(?<!\s)")


def may_be_modern(error: MCPError) -> bool:
    """Whether a server that refuses `initialize` so may be one that knows no such thing."""
    told = error.data if is_object(error.data) else {}
    supported = told.get("supported")
    return error.code in _REFUSALS and (not isinstance(supported, list) or MODERN in supported)


def enveloped(
    params: Mapping[str, Any], name: str, version: str, capabilities: Mapping[str, Any]
) -> dict[str, Any]:
    """Parameters with the word about the asker that every request carries.

    Example:
        >>> sorted(enveloped({"name": "add"}, "me", "1", {})["_meta"])[-1]
        'io.modelcontextprotocol/protocolVersion'
    """
    meta = {
        f"{_KEYS}protocolVersion": MODERN,
        f"{_KEYS}clientInfo": {"name": name, "version": version},
        f"{_KEYS}clientCapabilities": dict(capabilities),
    }
    return {**params, "_meta": {**params.get("_meta", {}), **meta}}


def routing_headers(message: Mapping[str, Any]) -> dict[str, str]:
    """The headers that tell proxies what a request is about.

    Example:
        >>> routing_headers({"method": "tools/call", "params": {"name": "add"}})
        {'mcp-method': 'tools/call', 'mcp-name': 'add'}
    """
    method = text_of(message, "method")
    if method is None:
        return {}
    params = message.get("params") or {}
    name = text_of(params, _NAMED.get(method, ""))
    return {"mcp-method": method, **({} if name is None else {"mcp-name": _header(name)})}


def _header(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return f"=?base64?{base64.b64encode(text.encode()).decode()}?="


def discovered(result: Any) -> MCPServerInfo:
    """What a server answers to `server/discover`.

    Raises:
        InvalidResponseError: it is no such answer, or the server does not speak this version.
    """
    versions = result.get("supportedVersions") if is_object(result) else None
    if not is_object(result) or not isinstance(versions, list) or MODERN not in versions:
        raise InvalidResponseError(f"the MCP server does not say that it speaks {MODERN}")
    meta, offered = result.get("_meta"), result.get("capabilities")
    about = meta.get(f"{_KEYS}serverInfo") if is_object(meta) else None
    about = about if is_object(about) else {}
    return MCPServerInfo(
        name=text_of(about, "name") or "unnamed",
        version=text_of(about, "version") or "",
        protocol_version=MODERN,
        capabilities=offered if is_object(offered) else {},
        instructions=text_of(result, "instructions"),
        title=text_of(about, "title"),
    )


def needs_input(result: Any) -> dict[str, Any] | None:
    """The questions that stand in the place of an answer, by their keys; None if it is one.

    Raises:
        InvalidResponseError: there ought to be some and are none.
    """
    if not is_object(result) or result.get("resultType") != "input_required":
        return None
    asked = result.get("inputRequests", {})
    if not is_object(asked) or not all(is_object(each) for each in asked.values()):
        raise InvalidResponseError("the MCP server asks for input and does not say for which")
    return asked


def answered(
    params: Mapping[str, Any], result: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The parameters of the same request once more, with the answers to its questions."""
    state = result.get("requestState")
    again = {**params, "inputResponses": dict(answers)}
    return again if state is None else {**again, "requestState": state}


def refused_inside(error: APICallError, method: str) -> MCPError | None:
    """The JSON-RPC error in the body of a 4xx reply, if there is one."""
    told = error.data if is_object(error.data) else {}
    code, words = told.get("code"), told.get("message")
    status = error.status_code or 0
    if not (isinstance(code, int) and code < 0 and isinstance(words, str)) or status >= 500:
        return None
    if status in (401, 403, 429):
        return None  # what the status says matters more
    return MCPError(f"{method}: {words}", code=code, data=told.get("data"), method=method)
