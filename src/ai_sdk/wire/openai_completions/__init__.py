"""Completions, the protocol of the older models that go on with a text, without I/O.

Its dialects are those of Chat Completions; its answers are read as chat answers whose message is
the text.
"""

from __future__ import annotations

from ..openai_chat.errors import parse_error
from ..protocol import LanguageProtocol
from .answers import decoder, parse
from .request import build

__all__ = ["PROTOCOL"]

PROTOCOL = LanguageProtocol("openai_completions", build, parse, decoder, parse_error)
"""The protocol, for the driver of language models."""
