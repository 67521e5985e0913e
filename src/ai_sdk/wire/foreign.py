"""What other providers left in a conversation: what of it a provider is not told, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..types.call import CallWarning
from ..types.content import Source
from ..types.messages import AssistantMessage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..types.messages import Message

__all__ = ["foreign_sources", "is_foreign"]


def is_foreign(part: Any, provider: str) -> bool:
    """Whether a part says that another provider made it.

    Example:
        >>> from ai_sdk.types.content import TextPart
        >>> part = TextPart("Hm", provider_metadata={"google": {"thought": True}})
        >>> is_foreign(part, "openai"), is_foreign(part, "google")
        (True, False)
    """
    return bool(part.provider_metadata) and provider not in part.provider_metadata


def foreign_sources(provider: str, prompt: Sequence[Message]) -> list[CallWarning]:
    """The warning about sources that another provider cited: no protocol has a place for them.

    Args:
        provider: the provider's name.
        prompt: the conversation.
    """
    named = [str(source.url or source.filename or source.id) for source in _cited(provider, prompt)]
    if not named:
        return []
    text = f"{provider}: sources that another provider cited ({', '.join(named)}) are left out"
    return [CallWarning("unsupported", text, setting="messages")]


def _cited(provider: str, prompt: Sequence[Message]) -> Iterator[Source]:
    for message in prompt:
        if isinstance(message, AssistantMessage) and not isinstance(message.content, str):
            for part in message.content:
                if isinstance(part, Source) and is_foreign(part, provider):
                    yield part
