"""Definitions of a server as tools of ours; who runs them is given from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import InvalidArgumentError, InvalidResponseError
from ..json_codec import JSONError, loads
from ..schema import SchemaValidationError, as_schema
from ..tools import dynamic_tool, tool
from ..types._value import value
from .content import model_output
from .values import MCPToolDefinition, MCPToolResult

if TYPE_CHECKING:
    from ..tools import Tool

__all__ = ["MCPToolSchemas", "chosen", "display", "made_tool", "schemas_of", "shown_name", "typed"]

_UNFIT = re.compile(r"[^A-Za-z0-9_-]")


@value
class MCPToolSchemas:
    """Types for one tool of a server, in `schemas=`.

    Attributes:
        input: type or JSON Schema of the arguments; the server's own by default.
        output: type or JSON Schema of the answer; the tool then gives that type.
    """

    input: Any = None
    output: Any = None


def schemas_of(given: Any) -> MCPToolSchemas:
    """An entry of `schemas=`: types of input and output, or the input's alone."""
    return given if isinstance(given, MCPToolSchemas) else MCPToolSchemas(input=given)


def chosen(
    definitions: Sequence[MCPToolDefinition], schemas: Mapping[str, Any] | None
) -> list[MCPToolDefinition]:
    """The definitions that `schemas=` names; all of them without it.

    Raises:
        InvalidArgumentError: the server has no tool of such a name.
    """
    if schemas is None:
        return list(definitions)
    known = {each.name: each for each in definitions}
    for name in schemas:
        if name not in known:
            raise InvalidArgumentError(
                f"schemas: the server has no tool {name!r}; it has {', '.join(known) or 'none'}",
                parameter="schemas",
                value=name,
            )
    return [known[name] for name in schemas]


def shown_name(prefix: str, name: str) -> str:
    """The name that models see: every provider takes letters, digits, '_' and '-', 64 at most.

    Example:
        >>> shown_name("files_", "dir.list")
        'files_dir_list'
    """
    return _UNFIT.sub("_", f"{prefix}{name}")[:64]


def made_tool(
    definition: MCPToolDefinition,
    execute: Callable[..., Any],
    *,
    schemas: MCPToolSchemas | None = None,
    prefix: str = "",
    server: str = "",
) -> Tool[..., Any]:
    """A tool of ours. Without types of yours it is dynamic, and its input is closed.

    Raises:
        InvalidArgumentError: its schema cannot be used.
    """
    traits: dict[str, Any] = {
        "name": shown_name(prefix, definition.name),
        "description": definition.description,
        "title": definition.title,
        "metadata": {
            "mcp": {
                "server": server,
                "tool": definition.name,
                "annotations": dict(definition.annotations),
            }
        },
        "to_model_output": display,
    }
    if schemas is not None and schemas.input is not None:
        return tool(input_schema=schemas.input, execute=execute, **traits)
    return dynamic_tool(input_schema=_closed(definition), execute=execute, **traits)


def _closed(definition: MCPToolDefinition) -> dict[str, Any]:
    schema = dict(definition.input_schema)
    return {"type": "object", "properties": {}, **schema, "additionalProperties": False}


def display(output: Any) -> Any:
    """What the model sees of a tool's answer; a value of your own type goes as it is."""
    return model_output(output) if isinstance(output, MCPToolResult) else output


def typed(result: MCPToolResult, schemas: MCPToolSchemas | None) -> Any:
    """A tool's answer in the type that was asked for; a failure stays what it is.

    Raises:
        InvalidResponseError: it does not fit.
    """
    if schemas is None or schemas.output is None or result.is_error:
        return result
    given = result.structured_content
    try:
        if given is None:  # older servers only write the JSON as text
            given = loads(result.text)
        return as_schema(schemas.output).validate(given)
    except (JSONError, SchemaValidationError) as error:
        raise InvalidResponseError(
            f"the answer of the MCP tool does not fit its output schema: {error}",
            body=result.text[:200],
        ) from error
