"""Content blocks of MCP as parts of ours, and a tool's answer as a model sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..json_codec import dumps, is_object
from ..types.content import FilePart, TextPart
from ..types.tools import ContentOutput, ErrorOutput, JSONOutput, TextOutput
from .reading import decoded, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..types.tools import ToolOutput
    from .values import MCPToolResult

__all__ = ["model_output", "part"]


def part(block: Mapping[str, Any]) -> TextPart | FilePart:
    """A content block as a part.

    Images, sound and embedded files become files. A link to a resource stays text: nothing is
    fetched because a server named an address. So does what nobody here knows.

    Raises:
        InvalidResponseError: the data of a file is no base64.

    Example:
        >>> part({"type": "text", "text": "sunny"}).text
        'sunny'
    """
    kind, text = block.get("type"), text_of(block, "text")
    if kind == "text" and text is not None:
        return TextPart(text)
    if kind in ("image", "audio") and text_of(block, "data") is not None:
        return FilePart(decoded(block["data"], f"an {kind}"), text_of(block, "mimeType") or kind)
    held = block.get("resource")
    if kind == "resource" and is_object(held):
        return _embedded(held)
    return TextPart(dumps(block).decode())


def _embedded(held: Mapping[str, Any]) -> TextPart | FilePart:
    text = text_of(held, "text")
    if text is not None:
        return TextPart(text)
    if text_of(held, "blob") is None:
        return TextPart(dumps(held).decode())
    name = (text_of(held, "uri") or "").rpartition("/")[2] or None
    return FilePart(decoded(held["blob"], "a resource"), text_of(held, "mimeType"), name)


def model_output(result: MCPToolResult) -> ToolOutput:
    """A tool's answer as the model sees it: text, JSON, parts, or an error.

    Example:
        >>> from ai_sdk import MCPToolResult
        >>> model_output(MCPToolResult(({"type": "text", "text": "no such city"},), is_error=True))
        ErrorOutput(value='no such city')
    """
    parts = tuple(part(block) for block in result.content)
    texts = [each.text for each in parts if isinstance(each, TextPart)]
    if result.is_error:
        return ErrorOutput("\n".join(texts) or "the tool failed and gave no reason")
    if not parts:
        return JSONOutput(result.structured_content)
    if len(texts) == len(parts):
        return TextOutput("\n".join(texts))
    return ContentOutput(parts)
