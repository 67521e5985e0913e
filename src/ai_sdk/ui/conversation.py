"""The message that a stream of chunks makes, in the conversation that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..types._value import value
from .assemble import MessageAssembler

if TYPE_CHECKING:
    from .chunks import Chunk

__all__ = ["Conversation", "UIStreamEnd"]


@value
class UIStreamEnd:
    """What came of a UI message stream; `on_end` gets it.

    Attributes:
        messages: the conversation with the response in its place.
        response_message: the assistant's message.
        is_continuation: the response goes on with the last message instead of following it.
        is_aborted: the run was cancelled, or the reader left before the end.
        finish_reason: why the run ended; None if it did not end by itself.
    """

    messages: tuple[Mapping[str, Any], ...]
    response_message: Mapping[str, Any]
    is_continuation: bool
    is_aborted: bool
    finish_reason: str | None


class Conversation:
    """Gives the response its id and keeps it as it grows.

    Args:
        original: the UI messages before the response; None when nobody keeps the conversation.
        new_id: makes the id of a new message.
        keep: somebody wants the message at the end.
    """

    def __init__(
        self,
        original: Sequence[Mapping[str, Any]] | None,
        new_id: Callable[[], str] | None,
        *,
        keep: bool,
    ) -> None:
        self._keep = keep
        self._original = tuple(original or ())
        last = self._original[-1] if self._original else None
        continued = last is not None and last.get("role") == "assistant"
        self._continued = last if continued else None
        self.message_id: str | None = None
        if self._continued is not None:
            self.message_id = self._continued["id"]
        elif original is not None and new_id is not None:
            self.message_id = new_id()
        self._assembler = MessageAssembler(self.message_id or "", self._continued)
        self._ended = False

    def seen(self, chunk: Chunk) -> Chunk:
        """Take in a chunk on its way; the `start` chunk gets the message's id if it has none."""
        if chunk["type"] == "start" and self.message_id is not None:
            chunk = {**chunk, "messageId": chunk.get("messageId") or self.message_id}
        self._ended = chunk["type"] in ("finish", "error") or self._ended
        if self._keep:
            self._assembler.feed(chunk)
        return chunk

    def end(self, *, left: bool = False) -> UIStreamEnd:
        """What came of it; `left` when the reader went away."""
        message = self._assembler.snapshot()
        before = self._original[:-1] if self._continued is not None else self._original
        return UIStreamEnd(
            (*before, message),
            message,
            self._continued is not None,
            self._assembler.aborted or (left and not self._ended),
            self._assembler.finish_reason,
        )
