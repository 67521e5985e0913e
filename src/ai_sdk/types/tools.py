"""Tools as the model sees them, how it may choose, and the forms a tool's output takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from ._value import EMPTY, field, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .content import CustomPart, FilePart, Metadata, TextPart

__all__ = [
    "ContentOutput",
    "DeniedOutput",
    "ErrorOutput",
    "FunctionTool",
    "JSONOutput",
    "ProviderTool",
    "TextOutput",
    "ToolChoice",
    "ToolDefinition",
    "ToolOutput",
]


@value
class FunctionTool:
    """A tool the caller runs, described by a JSON Schema of its arguments.

    Attributes:
        input_examples: arguments as a model might write them.
    """

    name: str
    input_schema: Mapping[str, Any]
    description: str | None = None
    strict: bool | None = None
    provider_options: Metadata = field(default=EMPTY, repr=False)
    input_examples: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    type: ClassVar[Literal["function"]] = "function"


@value
class ProviderTool:
    """A tool the provider defines. `id` is "provider.name", for example "openai.web_search".

    Attributes:
        args: the tool's settings, under the provider's names in snake_case.
        name: the name under which calls of it are listed; the id's second half by default.
        supports_deferred_results: the result of a call may come in a later step, so that a call
            without one keeps the run going.
    """

    id: str
    args: Mapping[str, Any] = EMPTY
    name: str = field(default="")
    supports_deferred_results: bool = False
    type: ClassVar[Literal["provider"]] = "provider"

    def __attrs_post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.id.partition(".")[2] or self.id)

    @property
    def provider(self) -> str:
        """The provider whose tool this is."""
        return self.id.partition(".")[0]


ToolDefinition: TypeAlias = FunctionTool | ProviderTool


@value
class ToolChoice:
    """Whether the model may, must or must not call tools, or which one it must call."""

    type: Literal["auto", "none", "required", "tool"]
    tool_name: str | None = None


@value
class TextOutput:
    """A tool's output as plain text."""

    value: str
    type: ClassVar[Literal["text"]] = "text"


@value
class JSONOutput:
    """A tool's output as JSON."""

    value: Any
    type: ClassVar[Literal["json"]] = "json"


@value
class ErrorOutput:
    """A failed call as the model sees it: text, or JSON for anything but a str."""

    value: Any

    @property
    def type(self) -> Literal["error-text", "error-json"]:
        """Which of the two forms it takes in stored messages."""
        return "error-text" if isinstance(self.value, str) else "error-json"


@value
class DeniedOutput:
    """The call was not approved."""

    reason: str | None = None
    type: ClassVar[Literal["execution-denied"]] = "execution-denied"


@value
class ContentOutput:
    """A tool's output as parts: text, images, files."""

    value: tuple[TextPart | FilePart | CustomPart, ...]
    type: ClassVar[Literal["content"]] = "content"


ToolOutput: TypeAlias = TextOutput | JSONOutput | ErrorOutput | DeniedOutput | ContentOutput
