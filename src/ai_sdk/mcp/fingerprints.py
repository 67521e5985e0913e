"""Fingerprints of tools: has a server changed what you agreed to?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import InvalidArgumentError, MCPToolsChangedError
from ..json_codec import dumps
from ..tools.value import Tool
from ..types._value import value
from .values import MCPToolDefinition

__all__ = ["ToolDrift", "check_fingerprints", "detect_tool_drift", "fingerprint_tools"]


@value
class ToolDrift:
    """How a set of tools differs from the one that was approved; the names are sorted."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """True if anything differs."""
        return bool(self.added or self.removed or self.changed)


def fingerprint_tools(tools: Iterable[MCPToolDefinition | Tool[..., Any]]) -> dict[str, str]:
    """A digest of each tool as models see it: name, description, schemas, hints.

    Keep the digests of the tools that you have looked at, and compare them when you connect again:
    a server may show other words, or other parameters, once it is trusted.

    Args:
        tools: tools, or definitions from `list_tools`. A definition and the tool made from it
            have different digests; compare like with like.

    Returns:
        Name -> SHA-256 in hexadecimal.

    Raises:
        InvalidArgumentError: something is neither a tool nor a definition.

    Example:
        >>> approved = fingerprint_tools([MCPToolDefinition("add", {"type": "object"})])
        >>> detect_tool_drift(approved, [MCPToolDefinition("add", {"type": "object"}, "Send it")])
        ToolDrift(added=(), removed=(), changed=('add',))
    """
    told = ((_canonical(each), each.name) for each in tools)
    return {name: hashlib.sha256(facts).hexdigest() for facts, name in told}


def _canonical(tool: Any) -> bytes:
    if isinstance(tool, MCPToolDefinition):
        facts = {
            "name": tool.name,
            "title": tool.title,
            "description": tool.description,
            "input": tool.input_schema,
            "output": tool.output_schema,
            "annotations": tool.annotations,
        }
    elif isinstance(tool, Tool):
        facts = {
            "name": tool.name,
            "title": tool.title,
            "description": tool.description,
            "input": tool.input_schema.json_schema,
        }
    else:
        raise InvalidArgumentError(
            f"only tools and MCPToolDefinitions have fingerprints, not {type(tool).__name__}",
            parameter="tools",
            value=tool,
        )
    return dumps(facts, sort_keys=True)


def detect_tool_drift(
    approved: Mapping[str, str], tools: Iterable[MCPToolDefinition | Tool[..., Any]]
) -> ToolDrift:
    """How tools differ from those whose fingerprints were kept.

    Args:
        approved: what `fingerprint_tools` gave then.
        tools: the tools now.

    Example:
        >>> detect_tool_drift({"gone": "0"}, []).removed
        ('gone',)
    """
    now = fingerprint_tools(tools)
    return ToolDrift(
        tuple(sorted(now.keys() - approved.keys())),
        tuple(sorted(approved.keys() - now.keys())),
        tuple(sorted(k for k in now.keys() & approved.keys() if now[k] != approved[k])),
    )


def check_fingerprints(
    approved: Mapping[str, str], definitions: Iterable[MCPToolDefinition], server: str
) -> None:
    """Refuse tools that are new or changed; one that is gone does no harm.

    Raises:
        MCPToolsChangedError: there are such tools.
    """
    drift = detect_tool_drift(approved, definitions)
    if not drift.added and not drift.changed:
        return
    found = ", ".join([*drift.changed, *(f"{name} (new)" for name in drift.added)])
    raise MCPToolsChangedError(
        f"the tools of the MCP server {server!r} are not those that were approved: {found}; look "
        "at their definitions, then keep new fingerprints",
        added=drift.added,
        removed=drift.removed,
        changed=drift.changed,
    )
