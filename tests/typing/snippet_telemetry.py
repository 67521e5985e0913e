"""Telemetry: settings, registration, an integration of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_type

from ai_sdk import (
    OpenTelemetry,
    Telemetry,
    TelemetryEnd,
    TelemetryIntegration,
    TelemetryToolEnd,
    aio,
    embed,
    generate_object,
    generate_text,
    register_telemetry,
    stream_text,
)

from .samples import Recipe


class Bill(TelemetryIntegration):
    """Counts."""

    def __init__(self) -> None:
        self.calls = 0

    def on_end(self, event: TelemetryEnd) -> None:
        """A call more."""
        self.calls += 1
        assert_type(event.call.operation, str)

    def on_tool_end(self, event: TelemetryToolEnd) -> None:
        """Say how long it took."""
        assert_type(event.seconds, float)
        assert_type(event.error_type, str | None)


def settings() -> None:
    """One setting for every function."""
    off = register_telemetry(OpenTelemetry(), Bill(), record_inputs=True)
    assert_type(off, Callable[[], None])
    telemetry = Telemetry(function_id="summary", metadata={"tenant": 1}, integrations=Bill())
    generate_text("openai:gpt-5", prompt="hi", telemetry=telemetry)
    generate_object("openai:gpt-5", Recipe, prompt="hi", telemetry=False)
    with stream_text("openai:gpt-5", prompt="hi", telemetry=Telemetry(is_enabled=False)):
        pass
    embed("openai:text-embedding-3-small", "hi", telemetry=telemetry)
    off()


async def asynchronously() -> None:
    """The same values."""
    await aio.generate_text("openai:gpt-5", prompt="hi", telemetry=Telemetry(record_outputs=True))
