"""`tools_context=`: what each tool is given, validated by its own schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, is_typeddict

from ..errors import InvalidArgumentError
from ..schema import SchemaValidationError
from ..tools import Tool
from .settings import check_mapping

if TYPE_CHECKING:
    from ..schema import Schema
    from ..tools import AnyTool

__all__ = ["tool_contexts"]


def tool_contexts(given: Any, tools: Mapping[str, AnyTool]) -> Mapping[str, Any]:
    """Tool name -> what the tool is given; of the tool's `context_schema` where it has one.

    Args:
        given: the argument `tools_context`.
        tools: all tools by name.

    Raises:
        InvalidArgumentError: it is no mapping, names no tool, or an entry does not fit.
    """
    entries = check_mapping("tools_context", given)
    for name in entries:
        if name not in tools:
            raise _bad(f"names {name!r}; the tools are: {', '.join(tools) or 'none'}", given)
    out = dict(entries)
    for name, tool in tools.items():
        schema = tool.context_schema if isinstance(tool, Tool) else None
        if schema is not None:
            out[name] = _entry(name, schema, entries.get(name))
    return out


def _entry(name: str, schema: Schema[Any], entry: Any) -> Any:
    if _is_instance(entry, schema.source):
        return entry
    try:
        return schema.validate(entry)
    except SchemaValidationError as error:
        what = "is missing" if entry is None else f"does not fit the tool's context_schema: {error}"
        raise _bad(f"[{name!r}] {what}", entry) from error


def _is_instance(entry: Any, source: Any) -> bool:
    return isinstance(source, type) and not is_typeddict(source) and isinstance(entry, source)


def _bad(what: str, given: Any) -> InvalidArgumentError:
    glue = "" if what.startswith("[") else " "
    return InvalidArgumentError(
        f"tools_context{glue}{what}", parameter="tools_context", value=given
    )
