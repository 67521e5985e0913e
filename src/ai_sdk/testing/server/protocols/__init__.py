"""The wire protocols that the server speaks."""

from __future__ import annotations

from .anthropic import ANTHROPIC
from .azure import AZURE
from .base import Exchange, Memory, Route, WireProtocol
from .bedrock import BEDROCK
from .google import GOOGLE
from .openai import OPENAI

PROTOCOLS: tuple[WireProtocol, ...] = (OPENAI, ANTHROPIC, AZURE, BEDROCK, GOOGLE)

__all__ = ["PROTOCOLS", "Exchange", "Memory", "Route", "WireProtocol"]
