"""What an MCP server offers and answers, as values; `reading` makes them from JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..types._value import EMPTY, field, value

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MCPCompletion",
    "MCPElicitation",
    "MCPElicitationResult",
    "MCPPrompt",
    "MCPPromptArgument",
    "MCPPromptMessage",
    "MCPPromptResult",
    "MCPResource",
    "MCPResourceContents",
    "MCPResourceTemplate",
    "MCPServerInfo",
    "MCPToolDefinition",
    "MCPToolResult",
]


@value
class MCPServerInfo:
    """Who the server is and what it can do.

    Attributes:
        name: the server's name for programs.
        version: the server's own version.
        protocol_version: the version of MCP that both sides agreed on.
        capabilities: what it offers: "tools", "resources", "prompts", "completions", ...
        instructions: how it wants to be used, for a model to read; None if it does not say.
        title: its name for people.
    """

    name: str
    version: str
    protocol_version: str
    capabilities: Mapping[str, Any] = EMPTY
    instructions: str | None = None
    title: str | None = None


@value
class MCPToolDefinition:
    """A tool as its server describes it. All texts are the server's: data, not instructions.

    Attributes:
        name: its name at the server.
        input_schema: JSON Schema of the arguments.
        description: what it is for.
        title: a name for people.
        output_schema: JSON Schema of `structured_content` in its results, if it promises one.
        annotations: hints such as "readOnlyHint" and "destructiveHint"; nobody checks them.
        raw: the whole definition as it came.
    """

    name: str
    input_schema: Mapping[str, Any]
    description: str | None = None
    title: str | None = None
    output_schema: Mapping[str, Any] | None = None
    annotations: Mapping[str, Any] = EMPTY
    raw: Mapping[str, Any] = field(default=EMPTY, repr=False)


@value
class MCPToolResult:
    """What a tool of a server answered.

    Attributes:
        content: the protocol's content blocks, as they came: text, image, audio, resource,
            resource_link.
        structured_content: the answer as JSON, where the tool has an output schema.
        is_error: the tool failed and `content` says how; the model is told so.
        meta: the server's own additions.
    """

    content: tuple[Mapping[str, Any], ...] = ()
    structured_content: Any = None
    is_error: bool = False
    meta: Mapping[str, Any] = field(default=EMPTY, repr=False)

    @property
    def text(self) -> str:
        """The texts among the content, joined by line breaks.

        Example:
            >>> MCPToolResult(({"type": "text", "text": "sunny"},)).text
            'sunny'
        """
        texts = (b.get("text") for b in self.content if b.get("type") == "text")
        return "\n".join(each for each in texts if isinstance(each, str))


@value
class MCPResource:
    """Something that a server lets read, by its `uri`; `size` is in bytes."""

    uri: str
    name: str
    description: str | None = None
    title: str | None = None
    mime_type: str | None = None
    size: int | None = None
    raw: Mapping[str, Any] = field(default=EMPTY, repr=False)


@value
class MCPResourceTemplate:
    """A family of resources; `uri_template` has gaps to fill, such as "file:///{path}"."""

    uri_template: str
    name: str
    description: str | None = None
    title: str | None = None
    mime_type: str | None = None
    raw: Mapping[str, Any] = field(default=EMPTY, repr=False)


@value
class MCPResourceContents:
    """What a resource holds: `text`, or else `data` in bytes."""

    uri: str
    mime_type: str | None = None
    text: str | None = None
    data: bytes | None = field(default=None, repr=False)
    raw: Mapping[str, Any] = field(default=EMPTY, repr=False)


@value
class MCPPromptArgument:
    """An argument that a prompt takes."""

    name: str
    description: str | None = None
    required: bool = False


@value
class MCPPrompt:
    """A prompt that a server has ready."""

    name: str
    description: str | None = None
    title: str | None = None
    arguments: tuple[MCPPromptArgument, ...] = ()
    raw: Mapping[str, Any] = field(default=EMPTY, repr=False)


@value
class MCPPromptMessage:
    """A message of a prompt: who speaks, and one content block as it came."""

    role: Literal["user", "assistant"]
    content: Mapping[str, Any]


@value
class MCPPromptResult:
    """A prompt with its arguments filled in."""

    messages: tuple[MCPPromptMessage, ...]
    description: str | None = None


@value
class MCPCompletion:
    """How an argument could go on.

    Attributes:
        values: the likely values, best first.
        total: how many there are in all, if the server knows.
        has_more: there are more than these.
    """

    values: tuple[str, ...]
    total: int | None = None
    has_more: bool = False


@value
class MCPElicitation:
    """A server asks the person who uses the program for something.

    Attributes:
        message: the question, in the server's words.
        requested_schema: JSON Schema of the answer, in "form" mode.
        mode: "form" asks for data, "url" asks to open `url`.
        url: the address to open, in "url" mode. Let the person see and agree to it first.
        raw: the whole request as it came.
    """

    message: str
    requested_schema: Mapping[str, Any] = EMPTY
    mode: Literal["form", "url"] = "form"
    url: str | None = None
    raw: Mapping[str, Any] = field(default=EMPTY, repr=False)


@value
class MCPElicitationResult:
    """The answer to an elicitation: accepted with `content`, declined, or cancelled."""

    action: Literal["accept", "decline", "cancel"]
    content: Mapping[str, Any] | None = None
