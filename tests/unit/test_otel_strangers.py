"""Spans where telemetry was switched on in mid-run, or hears the end of something twice."""

from __future__ import annotations

from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from ai_sdk import (
    OpenTelemetry,
    Telemetry,
    TelemetryIntegration,
    generate_text,
    is_step_count,
    tool,
)
from ai_sdk.testing import MockLanguageModel, MockReply

HOOKS = [name for name in vars(TelemetryIntegration) if name.startswith("on_")]


class Noted(TelemetryIntegration):
    """Keeps the events in their order."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("on_"):
            return lambda event: self.events.append((name, event))
        return super().__getattribute__(name)


@tool
def look() -> str:
    """Looks."""
    return "seen"


def a_run(*integrations: TelemetryIntegration) -> list[tuple[str, Any]]:
    """The events of a run of two steps with a tool."""
    noted = Noted()
    script: list[Any] = [MockReply(tool_calls=[("look", {}, "c1")]), "done"]
    generate_text(
        MockLanguageModel(script=script),
        prompt="hi",
        tools=[look],
        stop_when=is_step_count(2),
        telemetry=Telemetry(integrations=[noted, *integrations]),
    )
    return noted.events


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> OpenTelemetry:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return OpenTelemetry(tracer_provider=provider)


def test_the_run_tells_of_everything() -> None:
    told = [name for name, _ in a_run()]

    assert {*told, "on_error", "on_abort"} == set(HOOKS)


def test_of_a_run_whose_start_was_missed_nothing_is_written(
    spans: OpenTelemetry, exporter: InMemorySpanExporter
) -> None:
    for name, event in a_run()[1:]:
        assert name != "on_start"
        getattr(spans, name)(event)
        with spans.around_model(event.call.id), spans.around_tool(event.call.id, "c1"):
            assert not trace.get_current_span().get_span_context().is_valid

    assert exporter.get_finished_spans() == ()


def test_an_end_without_its_start_writes_nothing(
    spans: OpenTelemetry, exporter: InMemorySpanExporter
) -> None:
    events = a_run()
    spans.on_start(events[0][1])
    for name, event in events:
        if name.endswith("_end") and name != "on_end":
            getattr(spans, name)(event)
    assert exporter.get_finished_spans() == ()

    spans.on_end(events[-1][1])
    assert [span.name for span in exporter.get_finished_spans()] == ["invoke_agent"]


def test_an_end_that_is_told_twice_is_written_once(
    spans: OpenTelemetry, exporter: InMemorySpanExporter
) -> None:
    for name, event in a_run():
        getattr(spans, name)(event)
        if name.endswith("_end"):
            getattr(spans, name)(event)

    written = [span.name for span in exporter.get_finished_spans()]
    assert sorted(written) == [
        "chat mock-model",
        "chat mock-model",
        "execute_tool look",
        "invoke_agent",
        "step 0",
        "step 1",
    ]
