"""Chat Completions: OpenAI's older protocol, which most other vendors speak too."""

from __future__ import annotations

from ..protocol import LanguageProtocol
from .errors import parse_error
from .request import build
from .response import parse
from .stream import decoder

__all__ = ["PROTOCOL"]

PROTOCOL = LanguageProtocol("openai_chat", build, parse, decoder, parse_error)
"""Chat Completions as a record of pure functions; its dialects are `ChatDialect` values."""
