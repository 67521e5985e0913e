"""Cache breakpoints: what callers may write for one, and how many a request may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidArgumentError
from ...types.call import CallWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["breakpoint_of", "limit_breakpoints", "mark_last"]

_MOST: Final = 4  # Anthropic's documentation, prompt caching
_TTLS: Final = ("5m", "1h")
_UNMARKED: Final = frozenset(("thinking", "redacted_thinking"))


def breakpoint_of(given: Any) -> dict[str, Any]:
    """A `cache_control` as it is sent.

    Args:
        given: True for one of the usual life, "5m" or "1h", or the object itself.

    Raises:
        InvalidArgumentError: it is none of them.

    Example:
        >>> breakpoint_of("1h")
        {'type': 'ephemeral', 'ttl': '1h'}
    """
    if given is True:
        return {"type": "ephemeral"}
    if isinstance(given, str):
        given = {"type": "ephemeral", "ttl": given}
    if (
        not isinstance(given, Mapping)
        or given.get("type", "ephemeral") != "ephemeral"
        or given.get("ttl", "5m") not in _TTLS
    ):
        raise InvalidArgumentError(
            'cache_control must be True, "5m", "1h" or {"type": "ephemeral", "ttl": "5m" or '
            f'"1h"}}, not {given!r}',
            parameter="provider_options",
            value=given,
        )
    return {"type": "ephemeral", **given}


def mark_last(blocks: list[dict[str, Any]], given: Any) -> None:
    """Put a breakpoint at the last block that may have one, unless it has one of its own."""
    for block in reversed(blocks):
        if block.get("type") not in _UNMARKED:
            block.setdefault("cache_control", breakpoint_of(given))
            return


def limit_breakpoints(provider: str, body: Mapping[str, Any], warnings: list[CallWarning]) -> None:
    """Take out the breakpoints that are too many: those that come last in the request's order."""
    marked = [block for block in _blocks(body) if block.get("cache_control")]
    room = _MOST - (1 if body.get("cache_control") else 0)
    for block in marked[room:]:
        del block["cache_control"]
    if len(marked) > room:
        text = (
            f"{provider}: a request has at most {_MOST} cache breakpoints; "
            f"the last {len(marked) - room} are left out"
        )
        warnings.append(CallWarning("unsupported", text, setting="cache_control"))


def _blocks(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything that can carry a breakpoint, in the order of the cached prefix."""
    for name in ("tools", "system"):
        if isinstance(body.get(name), list):
            yield from body[name]
    for message in body.get("messages", ()):
        if isinstance(message["content"], list):
            for block in message["content"]:
                inner = block.get("content")
                if block.get("type") == "tool_result" and isinstance(inner, list):
                    yield from (each for each in inner if isinstance(each, dict))
                yield block
