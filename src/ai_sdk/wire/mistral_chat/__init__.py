"""Mistral's chat: OpenAI's Chat Completions with other words for a few things, without I/O."""

from __future__ import annotations

from ..openai_chat.errors import parse_error
from ..openai_chat.response import parse
from ..openai_chat.stream import decoder
from ..protocol import LanguageProtocol
from .request import build

__all__ = ["PROTOCOL"]

PROTOCOL = LanguageProtocol("mistral_chat", build, parse, decoder, parse_error)
"""The protocol, for the driver of language models."""
