"""Output items of an answer as content: one reader for whole answers and for streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.content import CustomPart, ReasoningPart, Source, TextPart, ToolApprovalRequest
from ..facts import text_of
from ..fields import objects_in, text_in, text_that_is_in, wrong_type
from .calls import CallReader, dicts, own_metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.call import ModelContent
    from ...types.content import Metadata
    from .calls import ToolContent

__all__ = ["ItemReader"]

_TEXTS: Final = frozenset(("output_text", "text", "input_text"))
_IN_SOURCE: Final = frozenset(("type", "url", "title", "filename"))


class ItemReader:
    """Reads output items of one answer.

    Attributes:
        calls: reads the items of tools.
        refused: the model refused.
        logprobs: log probabilities, one list for each part of the text that has them.
    """

    def __init__(self, provider: str, names: Mapping[str, str]) -> None:
        self.calls = CallReader(provider, names)
        self.refused = False
        self.logprobs: list[Any] = []
        self._provider = provider
        self._sources = 0

    def read(self, item: Any) -> list[ModelContent]:
        """The content of one item.

        Raises:
            InvalidResponseError: it is none, or a field that holds text or a call is of another
                type.
        """
        if not isinstance(item, dict):
            raise wrong_type(item, "output[]", "an object")
        kind = item.get("type")
        if kind == "message" and item.get("role", "assistant") == "assistant":
            return self._message(item)
        if kind == "reasoning":
            return [part for *_, part in self.thoughts(item)]
        return [*self.whole(item)]

    def whole(self, item: dict[str, Any]) -> list[ToolContent | CustomPart | ToolApprovalRequest]:
        """The content of an item that is neither a message nor reasoning."""
        kind = item.get("type")
        if kind == "mcp_approval_request":
            return [self._approval(item)]
        found = self.calls.read(item)
        return [CustomPart(f"{self._provider}.{kind}", item)] if found is None else [*found]

    # ---- messages

    def _message(self, item: dict[str, Any]) -> list[ModelContent]:
        out: list[ModelContent] = []
        for part in objects_in(item.get("content"), "content"):
            said = self.part(item, part)
            if isinstance(said, CustomPart) or said.text or said.provider_metadata:
                out.append(said)
            out += self.sources(part.get("annotations"))
        return out

    def part(self, item: Mapping[str, Any], part: dict[str, Any]) -> TextPart | CustomPart:
        """One part of a message: text or refusal; what is neither is kept as it is."""
        refusal = part.get("type") == "refusal"
        if not refusal and part.get("type") not in _TEXTS:
            return CustomPart(f"{self._provider}.part", part)
        self.refused = self.refused or refusal
        if part.get("logprobs"):
            self.logprobs.append(part["logprobs"])
        metadata = self.about_message(
            item,
            refusal=True if refusal else None,
            annotations=part.get("annotations"),
        )
        field = "refusal" if refusal else "text"
        text = text_that_is_in(part.get(field), field)
        return TextPart(text, provider_metadata=metadata)

    def about_message(self, item: Mapping[str, Any], **further: Any) -> Metadata:
        """What of a message goes back with its text."""
        status = item.get("status")
        return own_metadata(
            self._provider,
            item_id=item.get("id"),
            phase=item.get("phase"),
            status=None if status == "completed" else status,
            **further,
        )

    def sources(self, notes: Any) -> list[Source]:
        """The sources that annotations cite."""
        out: list[Source] = []
        for note in dicts(notes):
            key = f"src-{self._sources}"
            metadata = own_metadata(
                self._provider, **{k: v for k, v in note.items() if k not in _IN_SOURCE}
            )
            title, name = text_of(note.get("title")), text_of(note.get("filename"))
            name = name or text_of(note.get("file_id"))
            if url := text_of(note.get("url")):
                out.append(Source(key, "url", url, title, provider_metadata=metadata))
            elif name:
                document = Source(
                    key, "document", None, title or name, filename=name, provider_metadata=metadata
                )
                out.append(document)
            else:
                continue
            self._sources += 1
        return out

    # ---- reasoning

    def thoughts(self, item: Mapping[str, Any]) -> list[tuple[bool, int, ReasoningPart]]:
        """A reasoning item's summary and its own text: whether it is the own one, its place, and
        the part.

        The first part carries the item's encrypted content (all do where there is no id that would
        tie them together). An item without any text is kept as one empty part, for it has to be
        sent back.
        """
        texts = [
            (own, index, text)
            for own, field in ((False, "summary"), (True, "content"))
            for index, part in enumerate(objects_in(item.get(field), field))
            if (text := text_in(part.get("text"), "text"))
        ]
        out: list[tuple[bool, int, ReasoningPart]] = []
        for own, index, text in texts or [(False, 0, "")]:
            tied = out and item.get("id")
            metadata = own_metadata(
                self._provider,
                item_id=item.get("id"),
                reasoning_encrypted_content=None if tied else item.get("encrypted_content"),
                reasoning_text=own or None,
            )
            out.append((own, index, ReasoningPart(text, provider_metadata=metadata)))
        return out

    def _approval(self, item: dict[str, Any]) -> ToolApprovalRequest:
        call = self.calls.approval_call(item)
        return ToolApprovalRequest(
            call.tool_call_id,
            call,
            call.tool_call_id,
            provider_executed=True,
            provider_metadata=own_metadata(self._provider, item=item),
        )
