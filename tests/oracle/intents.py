"""Intents: one thing a user wants, said with the official client and with this library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import openai as official

from ai_sdk.providers._openai import OpenAIProvider

__all__ = ["INTENTS", "JPEG", "PDF", "PNG", "WAV", "WEATHER", "Intent", "intent"]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(32))
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(32))
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28)

WEATHER: dict[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string", "description": "Name of the city."}},
    "required": ["city"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Intent:
    """One intent.

    Attributes:
        name: what is wanted.
        official: says it as a user of the official client does.
        ours: says it as a user of this library does.
        script: what the server answers; None for its own brain.
        settings: settings of the client itself, which both clients call the same.
    """

    name: str
    official: Callable[[official.OpenAI], object]
    ours: Callable[[OpenAIProvider], object]
    script: Any = None
    settings: dict[str, Any] = field(default_factory=dict)


INTENTS: list[Intent] = []


def intent(written: type) -> type:
    """Register a class with the functions `official` and `ours` under its name."""
    names: Any = written
    INTENTS.append(
        Intent(
            written.__name__,
            names.official,
            names.ours,
            getattr(written, "script", None),
            getattr(written, "settings", {}),
        )
    )
    return written
