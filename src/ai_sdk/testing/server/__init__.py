"""A provider on loopback: a real HTTP server that speaks the providers' wire protocols."""

from __future__ import annotations

from .content import ProviderError
from .delivery import Delivery
from .gate import Gate
from .payload import Event, Payload
from .recorded import FormPart, RecordedRequest
from .reply import Reply
from .server import ConnectionCounts, FaultServer, ProviderServer, refusing_url
from .turn import Ask, Failure, TokenCount, ToolCall, Turn

__all__ = [
    "Ask",
    "ConnectionCounts",
    "Delivery",
    "Event",
    "Failure",
    "FaultServer",
    "FormPart",
    "Gate",
    "Payload",
    "ProviderError",
    "ProviderServer",
    "RecordedRequest",
    "Reply",
    "TokenCount",
    "ToolCall",
    "Turn",
    "refusing_url",
]
