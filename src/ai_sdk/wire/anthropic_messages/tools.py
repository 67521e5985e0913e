"""Tools and the choice among them in the Messages API's words; the versions of its own tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...schema import UnsupportedSchemaError
from ...types.call import CallWarning
from ...types.tools import FunctionTool
from ..options import own_fields, snake_case
from .caching import breakpoint_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...types.tools import ProviderTool, ToolChoice, ToolDefinition
    from .dialect import MessagesDialect

__all__ = ["Toolbox", "kind_of", "to_tool_choice", "wire_name"]

_NAMES: Final[dict[str, str | None]] = {
    "text_editor_20241022": "str_replace_editor",
    "text_editor_20250124": "str_replace_editor",
    "text_editor": "str_replace_based_edit_tool",
    "bash": "bash",
    "computer_toolset": None,
    "browser_toolset": None,
    "computer": "computer",
    "memory": "memory",
    "web_search": "web_search",
    "web_fetch": "web_fetch",
    "code_execution": "code_execution",
    "tool_search_tool_regex": "tool_search_tool_regex",
    "tool_search_tool_bm25": "tool_search_tool_bm25",
    "advisor": "advisor",
    "mcp_toolset": None,
}
"""Start of a type of the provider's tools -> the name that such a tool must have; None for none."""

_CHOICES: Final = {"auto": "auto", "required": "any", "none": "none", "tool": "tool"}


def kind_of(tool: ProviderTool) -> str:
    """The tool's type, with its version."""
    return tool.id.partition(".")[2] or tool.id


def wire_name(kind: str) -> str | None:
    """The name that a tool of this type has on the wire; None if it has none.

    Example:
        >>> wire_name("text_editor_20250728"), wire_name("mcp_toolset")
        ('str_replace_based_edit_tool', None)
    """
    for start, name in _NAMES.items():
        if kind.startswith(start):
            return name
    return kind


class Toolbox:
    """The tools of one call.

    Attributes:
        tools: what is sent.
        names: name under which the caller lists a tool -> its name on the wire, where they differ.
    """

    def __init__(
        self,
        dialect: MessagesDialect,
        tools: Sequence[ToolDefinition],
        warnings: list[CallWarning],
    ) -> None:
        self.tools: list[dict[str, Any]] = []
        self.names: dict[str, str] = {}
        self._dialect = dialect
        self._warnings = warnings
        for tool in tools:
            self._add(tool)

    def _add(self, tool: ToolDefinition) -> None:
        if isinstance(tool, FunctionTool):
            self.tools.append(self._function(tool))
        elif tool.provider in ("anthropic", *self._dialect.option_namespaces):
            self.tools.append(self._provider(tool))
        else:
            text = f"{self._dialect.name}: the tool {tool.id} is not for this provider"
            warning = CallWarning("unsupported", f"{text}; it is left out", setting=tool.id)
            self._warnings.append(warning)

    def _provider(self, tool: ProviderTool) -> dict[str, Any]:
        kind = kind_of(tool)
        name = tool.args.get("name") or wire_name(kind)
        if name is None:
            return {"type": kind, **tool.args}
        if tool.name != name and not kind.startswith(tool.name):
            self.names[tool.name] = name
        return {"type": kind, "name": name, **tool.args}

    def _function(self, tool: FunctionTool) -> dict[str, Any]:
        fields = own_fields(self._dialect.option_namespaces, tool.provider_options)
        options = {snake_case(name): setting for name, setting in fields.items()}
        if "cache_control" in options:
            options["cache_control"] = breakpoint_of(options["cache_control"])
        if options.get("type", "custom") != "custom":  # one of Anthropic's, run by the caller
            name = wire_name(options["type"])
            if name is not None and tool.name != name:
                self.names[tool.name] = name
            head = {"type": options["type"]} if name is None else {"name": name}
            return {**head, **options}
        wire: dict[str, Any] = {"name": tool.name, "input_schema": self._schema(tool)}
        if tool.description:
            wire["description"] = tool.description
        if tool.strict is not None:
            wire["strict"] = tool.strict
        if tool.input_examples:
            wire["input_examples"] = [dict(example) for example in tool.input_examples]
        return {**wire, **options}

    def _schema(self, tool: FunctionTool) -> dict[str, Any]:
        schema = dict(tool.input_schema)
        if tool.strict:
            from ...schema import lower

            try:
                return dict(lower(schema, "anthropic").schema)
            except UnsupportedSchemaError as error:
                text = f"{self._dialect.name}: the schema of {tool.name} is sent as it is, because"
                warning = CallWarning("compatibility", f"{text} {error}", setting="strict")
                self._warnings.append(warning)
        return schema if "type" in schema else {"type": "object", **schema}


def to_tool_choice(
    choice: ToolChoice | None, names: dict[str, str], parallel: bool | None
) -> dict[str, Any] | None:
    """The choice as it is sent; None to leave it out.

    Args:
        choice: the caller's choice.
        names: names of tools on the wire, where they differ.
        parallel: False to forbid several calls at once, None to say nothing of it.
    """
    if choice is None and parallel is None:
        return None
    kind = "auto" if choice is None else _CHOICES[choice.type]
    wire: dict[str, Any] = {"type": kind}
    if choice is not None and choice.tool_name is not None:
        wire["name"] = names.get(choice.tool_name, choice.tool_name)
    if parallel is not None and kind != "none":
        wire["disable_parallel_tool_use"] = not parallel
    return wire
