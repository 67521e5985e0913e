"""Which of a run's tools a step offers, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InvalidArgumentError

if TYPE_CHECKING:
    from ..tools import AnyTool

__all__ = ["check_names", "offered"]


def offered(
    tools: Mapping[str, AnyTool], active: Iterable[str] | None, order: Iterable[str] | None
) -> Mapping[str, AnyTool]:
    """The tools on offer: those of `active`, the ones in `order` first, then by name.

    Without `order` they stay as they were given; without `active` all are on offer. The order is
    part of the prompt that providers cache, so a fixed one keeps the cache warm.

    Example:
        >>> list(offered({"c": 1, "b": 2, "a": 3}, None, ["b"]))
        ['b', 'a', 'c']
    """
    if active is not None:
        wanted = set(active)
        tools = {name: tool for name, tool in tools.items() if name in wanted}
    if order is None:
        return tools
    first = [name for name in dict.fromkeys(order) if name in tools]
    rest = sorted(set(tools).difference(first))
    return {name: tools[name] for name in (*first, *rest)}


def check_names(parameter: str, given: Any, tools: Mapping[str, AnyTool]) -> tuple[str, ...] | None:
    """Tool names as a tuple; None stays None.

    Raises:
        InvalidArgumentError: it is no list of names, or a name is not that of a tool.
    """
    if given is None:
        return None
    names = (given,) if isinstance(given, str) else given
    if isinstance(names, (bytes, Mapping)) or not isinstance(names, Iterable):
        raise InvalidArgumentError(
            f"{parameter} must be a list of tool names, not {given!r}",
            parameter=parameter,
            value=given,
        )
    listed = tuple(names)
    for name in listed:
        if name not in tools:
            raise InvalidArgumentError(
                f"{parameter} names {name!r}; the tools are: {', '.join(tools) or 'none'}",
                parameter=parameter,
                value=name,
            )
    return listed
