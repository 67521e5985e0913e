"""How Azure speaks OpenAI's protocols: under its own name, its options read before OpenAI's."""

from __future__ import annotations

from typing import Final

from ..types._value import evolve
from ..wire.openai_chat import dialect as chat
from ..wire.openai_media import dialect as media
from ..wire.openai_responses import dialect as responses
from ..wire.openai_services import dialect as services

__all__ = ["CHAT", "COMPLETIONS", "MEDIA", "RESPONSES", "SERVICES", "azure_purpose"]

NAMESPACES: Final = ("azure", "openai")
"""Where options are read: what stands under `azure` wins, `openai` is the fallback."""

CHAT: Final = evolve(chat.OPENAI, name="azure", option_namespaces=NAMESPACES)
COMPLETIONS: Final = evolve(chat.OPENAI_COMPLETIONS, name="azure", option_namespaces=NAMESPACES)
RESPONSES: Final = evolve(responses.OPENAI, name="azure", option_namespaces=NAMESPACES)
MEDIA: Final = evolve(media.OPENAI, name="azure", option_namespaces=NAMESPACES)


def azure_purpose(_media_type: str) -> str:
    """What a file is for, if nobody says: Azure has no "user_data"."""
    return "assistants"


SERVICES: Final = evolve(
    services.OPENAI, name="azure", option_namespaces=NAMESPACES, purpose=azure_purpose
)
