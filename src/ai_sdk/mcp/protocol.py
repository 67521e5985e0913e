"""Versions of the Model Context Protocol, and the opening talk in which both sides agree on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..errors import InvalidResponseError, UnsupportedFunctionalityError
from ..json_codec import is_object
from .reading import text_of
from .values import MCPServerInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LATEST", "SUPPORTED", "initialize_params", "require", "server_info"]

LATEST: Final = "2025-11-25"
"""The version that is proposed to servers."""

SUPPORTED: Final = (LATEST, "2025-06-18", "2025-03-26", "2024-11-05")
"""The versions that a server may choose."""


def initialize_params(name: str, version: str, capabilities: Mapping[str, Any]) -> dict[str, Any]:
    """What a client says of itself first."""
    return {
        "protocolVersion": LATEST,
        "capabilities": dict(capabilities),
        "clientInfo": {"name": name, "version": version},
    }


def server_info(result: Any) -> MCPServerInfo:
    """What a server says of itself in answer.

    Raises:
        InvalidResponseError: it is no such answer.
        UnsupportedFunctionalityError: it wants a version that nobody here speaks.
    """
    if not is_object(result) or not (version := text_of(result, "protocolVersion")):
        raise InvalidResponseError("the answer to initialize names no protocol version")
    if version not in SUPPORTED:
        raise UnsupportedFunctionalityError(
            f"the MCP server speaks protocol version {version}; this client speaks "
            + ", ".join(SUPPORTED),
            functionality=f"MCP {version}",
        )
    about = result.get("serverInfo")
    about = about if is_object(about) else {}
    offered = result.get("capabilities")
    return MCPServerInfo(
        name=text_of(about, "name") or "unnamed",
        version=text_of(about, "version") or "",
        protocol_version=version,
        capabilities=offered if is_object(offered) else {},
        instructions=text_of(result, "instructions"),
        title=text_of(about, "title"),
    )


def require(info: MCPServerInfo, capability: str) -> None:
    """Refuse to ask for what the server does not offer.

    Raises:
        UnsupportedFunctionalityError: it does not.
    """
    if info.capabilities.get(capability) is None:
        offered = ", ".join(sorted(info.capabilities)) or "nothing"
        raise UnsupportedFunctionalityError(
            f"the MCP server {info.name!r} offers no {capability} (it offers {offered})",
            functionality=capability,
        )
