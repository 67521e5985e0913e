"""Blocks of an answer as content: one reader for whole answers and for streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ...errors import InvalidResponseError
from ...types.call import ModelToolCall
from ...types.content import CustomPart, ReasoningPart, Source, TextPart, ToolResult
from ...types.tools import ErrorOutput
from ..facts import text_of
from ..fields import text_in, text_that_is_in
from ..tool_deltas import arguments_text, new_call_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...types.call import ModelContent
    from ...types.content import Metadata

__all__ = ["CALLS", "BlockReader", "ToolContent", "dicts"]

ToolContent: TypeAlias = ModelToolCall | ToolResult | CustomPart
"""What a block becomes that is neither text nor thinking."""

CALLS: Final = ("tool_use", "server_tool_use", "mcp_tool_use")
"""Types of blocks that call a tool."""

_RESULT: Final = "_tool_result"
_IN_CALL: Final = frozenset(("id", "name", "input"))
_IN_SOURCE: Final = frozenset(("url", "title", "source", "document_title"))


def dicts(items: Any) -> list[dict[str, Any]]:
    """The objects of a list; nothing of anything else."""
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


class BlockReader:
    """Reads the blocks of one answer.

    Args:
        provider: the key of the metadata.
        names: name of a tool on the wire -> the name under which the caller lists it.
        documents: name and media type of each document of the prompt, in order.

    Attributes:
        called_by_code: code that runs at the service waits for a tool of the caller.
    """

    def __init__(
        self,
        provider: str,
        names: Mapping[str, str],
        documents: Sequence[tuple[str | None, str]] = (),
    ) -> None:
        self.called_by_code = False
        self._provider = provider
        self._names = names
        self._documents = documents
        self._sources = 0
        self._calls: dict[str, str] = {}  # id of a call -> the tool's name

    def read(self, block: dict[str, Any]) -> list[ModelContent]:
        """The content of one whole block.

        Raises:
            InvalidResponseError: a call has no name.
        """
        kind = str(block.get("type"))
        if kind == "text":
            return self._text(block)
        if kind in ("thinking", "redacted_thinking"):
            return [self.thought(block)]
        return [*self.whole(block)]

    def whole(self, block: dict[str, Any]) -> list[ToolContent]:
        """The content of a block that is neither text nor thinking."""
        kind = str(block.get("type"))
        if kind in CALLS:
            return [self.call(block)]
        if kind.endswith(_RESULT) and text_of(block.get("tool_use_id")):
            return [self.result(block)]
        return [CustomPart(f"{self._provider}.{kind}", block)]

    def own(self, **fields: Any) -> Metadata:
        """Fields as this provider's metadata."""
        return {self._provider: fields} if fields else {}

    @property
    def called(self) -> bool:
        """A tool was called, whoever runs it."""
        return bool(self._calls)

    # ---- text and thinking

    def _text(self, block: Mapping[str, Any]) -> list[ModelContent]:
        metadata, sources = self.cited(block)
        said = text_that_is_in(block.get("text"), "text")
        if not said and not metadata:
            return []
        return [TextPart(said, provider_metadata=metadata), *sources]

    def cited(self, block: Mapping[str, Any]) -> tuple[Metadata, list[Source]]:
        """What goes back with a text, and the sources that it rests on."""
        citations = dicts(block.get("citations"))
        if not citations:
            return {}, []
        sources = [source for each in citations for source in self._source(each)]
        return self.own(citations=citations), sources

    def thought(self, block: Mapping[str, Any]) -> ReasoningPart:
        """Thinking with its signature, or the encrypted data of redacted thinking."""
        if block.get("type") == "redacted_thinking":
            data = self.own(redacted_data=block.get("data"))
            return ReasoningPart("", provider_metadata=data)
        signature = text_of(block.get("signature"))
        metadata = self.own(signature=signature) if signature else {}
        return ReasoningPart(text_in(block.get("thinking"), "thinking"), provider_metadata=metadata)

    def _source(self, citation: Mapping[str, Any]) -> list[Source]:
        """What a citation rests on: a page, a document of the prompt, a search result."""
        about = {k: v for k, v in citation.items() if k not in _IN_SOURCE and v is not None}
        metadata = self.own(**about)
        key = f"src-{self._sources}"
        place = text_of(citation.get("url")) or text_of(citation.get("source"))
        if place is not None:
            title = text_of(citation.get("title"))
            found = Source(key, "url", place, title, provider_metadata=metadata)
        elif type(citation.get("document_index")) is int:
            found = self._document(key, citation, metadata)
        else:
            return []
        self._sources += 1
        return [found]

    def _document(self, key: str, citation: Mapping[str, Any], metadata: Metadata) -> Source:
        index = citation["document_index"]
        known = 0 <= index < len(self._documents)
        filename, media_type = self._documents[index] if known else (None, "text/plain")
        title = text_of(citation.get("document_title")) or filename
        return Source(
            key,
            "document",
            None,
            title,
            media_type,
            filename or title or f"document {index}",
            provider_metadata=metadata,
        )

    # ---- tools

    def name(self, block: Mapping[str, Any]) -> str:
        """The name under which a call is listed."""
        given = text_of(block.get("name"))
        if given is None:
            raise InvalidResponseError("a tool call of the answer has no name")
        if block.get("type") == "mcp_tool_use":
            return f"mcp.{given}"
        return self._names.get(given, given)

    def key(self, block: dict[str, Any]) -> str:
        """A call's id; one of our own if it has none or one that is taken."""
        given = text_of(block.get("id"))
        key = new_call_id() if given is None or given in self._calls else given
        self._calls[key] = self.name(block)
        return key

    def hosted(self, block: Mapping[str, Any]) -> bool:
        """Whether the service runs the call itself."""
        return block.get("type") != "tool_use"

    def call(self, block: dict[str, Any], key: str | None = None) -> ModelToolCall:
        """A call of a tool, whoever runs it; `key` is its id where it has been announced."""
        hosted = self.hosted(block)
        caller = block.get("caller")
        if not hosted and isinstance(caller, dict) and caller.get("tool_id"):
            self.called_by_code = True
        return ModelToolCall(
            key or self.key(block),
            self.name(block),
            arguments_text(block.get("input")),
            hosted,
            hosted,
            self.about_call(block),
        )

    def container(self, message: Mapping[str, Any]) -> list[CustomPart]:
        """The container in which code waits: the results have to be sent there."""
        found = message.get("container")
        if not self.called_by_code or not isinstance(found, dict):
            return []
        return [CustomPart(f"{self._provider}.container", found)]

    def about_call(self, block: Mapping[str, Any]) -> Metadata:
        """What of a call goes back with it: its kind, its server, who called."""
        kept = {k: v for k, v in block.items() if k not in _IN_CALL and v is not None}
        if kept.get("type") == "tool_use":
            del kept["type"]
        if block.get("type") == "mcp_tool_use":
            kept["name"] = block.get("name")
        return self.own(**kept)

    def result(self, block: dict[str, Any]) -> ToolResult:
        """What a tool that the service ran gave. The block goes back as it came."""
        key, kind = block["tool_use_id"], str(block.get("type"))
        content = block.get("content")
        inner = content.get("type") if isinstance(content, dict) else None
        failed = block.get("is_error") is True or str(inner).endswith("_error")
        return ToolResult(
            key,
            self._calls.get(key) or kind.removesuffix(_RESULT),
            content,
            ErrorOutput(content) if failed else None,
            dynamic=True,
            provider_executed=True,
            provider_metadata=self.own(block=block),
        )
