"""generateContent: the protocol of Gemini models, at Google and on Vertex AI."""

from __future__ import annotations

from ..protocol import LanguageProtocol, UnaryProtocol
from . import token_count
from .errors import parse_error
from .request import build
from .response import parse
from .stream import decoder

__all__ = ["PROTOCOL"]

_COUNT = UnaryProtocol(
    "google_genai.token_count", token_count.build, token_count.parse, parse_error
)

PROTOCOL = LanguageProtocol("google_genai", build, parse, decoder, parse_error, _COUNT)
"""generateContent as a record of pure functions; its dialects are `GoogleDialect` values."""
