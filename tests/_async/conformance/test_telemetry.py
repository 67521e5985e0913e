"""Telemetry: who is told of what, and what never leaves the process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from ai_sdk.aio import (
    BadRequestError,
    CancelToken,
    InvalidArgumentError,
    MissingDependencyError,
    OpenTelemetry,
    RunCancelledError,
    ServerError,
    Telemetry,
    TelemetryIntegration,
    create_openai,
    embed_many,
    generate_object,
    generate_text,
    is_step_count,
    register_telemetry,
    stream_text,
    tool,
)
from ai_sdk.testing import MockReply, ProviderServer, Reply
from tests.ways import EVERY_WAY, OVER_SOCKETS, STREAMED, WITH_MOCK, Way

from .play import run, weather

ROME = MockReply(tool_calls=[("weather", {"city": "Rome"}, "call_rome")])
SECRETS = ("a secret prompt", "Rome", "clear", "a secret answer", "test-key")


class Spans:
    """What was exported."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.provider = TracerProvider()
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.integration = OpenTelemetry(tracer_provider=self.provider)

    @property
    def all(self) -> list[Any]:
        return sorted(self.exporter.get_finished_spans(), key=lambda span: span.start_time)

    @property
    def tree(self) -> dict[str, str | None]:
        """Name of each span -> name of the one above it."""
        names = {span.context.span_id: span.name for span in self.all}
        return {span.name: names[span.parent.span_id] if span.parent else None for span in self.all}

    def named(self, name: str) -> Any:
        (span,) = [span for span in self.all if span.name == name]
        return span

    @property
    def words(self) -> str:
        """Everything that was written."""
        return "\n".join(span.to_json() for span in self.all)


@pytest.fixture
def spans() -> Spans:
    return Spans()


@pytest.fixture(autouse=True)
def nobody_else_listens() -> Iterator[None]:
    from ai_sdk.engine import telemetry

    assert telemetry._registered == []
    yield
    assert telemetry._registered == []


class Log(TelemetryIntegration):
    """Keeps the events, by the name of the hook."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []
        for name in dir(TelemetryIntegration):
            if name.startswith("on_"):
                setattr(self, name, self._keeper(name))

    def _keeper(self, name: str) -> Any:
        return lambda event: self.events.append((name, event))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.events]

    def event(self, name: str) -> Any:
        return next(event for hook, event in self.events if hook == name)


async def looked_up(way: Way, telemetry: Any, **settings: Any) -> Any:
    with way.model(ROME, "a secret answer") as model:
        return await run(
            way,
            model,
            prompt="a secret prompt",
            tools=[weather],
            stop_when=is_step_count(3),
            telemetry=telemetry,
            **settings,
        )


# ---- hooks


HOOKS = [
    "on_start",
    "on_step_start",
    "on_model_start",
    "on_model_end",
    "on_tool_start",
    "on_tool_end",
    "on_step_end",
    "on_step_start",
    "on_model_start",
    "on_model_end",
    "on_step_end",
    "on_end",
]


@EVERY_WAY
async def test_behaviour_67_hooks_in_their_order(way: Way) -> None:
    log = Log()
    facts = Telemetry(integrations=log, function_id="look-up", metadata={"tenant": "acme"})
    result = await looked_up(way, facts, temperature=0.5)

    assert log.names == HOOKS
    calls = {event.call for _, event in log.events}
    (call,) = calls
    assert call.operation == ("stream_text" if way.streaming else "generate_text")
    assert (call.function_id, call.metadata) == ("look-up", {"tenant": "acme"})
    asked, told = log.event("on_model_start"), log.event("on_model_end")
    assert (asked.settings, asked.tools) == ({"temperature": 0.5}, ("weather",))
    assert (told.finish_reason, told.usage) == ("tool-calls", result.steps[0].usage)
    assert log.event("on_end").usage == result.usage
    ran = log.event("on_tool_end")
    assert (ran.tool_name, ran.tool_call_id, ran.error_type) == ("weather", "call_rome", None)


@EVERY_WAY
async def test_behaviour_67_nothing_is_recorded_unless_asked_for(way: Way) -> None:
    log = Log()
    await looked_up(way, Telemetry(integrations=log))

    assert all(getattr(event, "input", None) is None for _, event in log.events)
    assert all(getattr(event, "output", None) is None for _, event in log.events)


@EVERY_WAY
@pytest.mark.parametrize(("inputs", "outputs"), [(True, False), (False, True)])
async def test_behaviour_67_inputs_and_outputs_apart(way: Way, inputs: bool, outputs: bool) -> None:
    log = Log()
    await looked_up(
        way, Telemetry(integrations=[log], record_inputs=inputs, record_outputs=outputs)
    )

    assert (log.event("on_start").input is not None) is inputs
    assert (log.event("on_model_start").input is not None) is inputs
    assert log.event("on_tool_start").input == ({"city": "Rome"} if inputs else None)
    assert (log.event("on_model_end").output is not None) is outputs
    shown = {"city": "Rome", "sky": "clear"} if outputs else None
    assert log.event("on_tool_end").output == shown
    assert (log.event("on_end").output is not None) is outputs


@WITH_MOCK
async def test_behaviour_67_registered_integrations_hear_every_call(way: Way) -> None:
    everywhere, own = Log(), Log()
    off = register_telemetry(everywhere, record_inputs=True)
    try:
        await looked_up(way, None)
        await looked_up(way, False)
        await looked_up(way, Telemetry(is_enabled=False))
        await looked_up(way, Telemetry(integrations=[own]))
        await looked_up(way, Telemetry(record_inputs=False))
    finally:
        off()
    await looked_up(way, None)

    assert everywhere.names == HOOKS * 2
    assert own.names == HOOKS
    starts = [event for name, event in everywhere.events if name == "on_start"]
    assert [event.input is None for event in starts] == [False, True]
    assert own.event("on_start").input is None


class Broken(TelemetryIntegration):
    """Fails wherever it is called."""

    def __getattribute__(self, name: str) -> Any:
        if name.startswith(("on_", "around_")):
            raise RuntimeError(f"broken {name}")
        return super().__getattribute__(name)


@EVERY_WAY
async def test_behaviour_67_a_broken_integration_breaks_nothing(
    way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    log = Log()
    result = await looked_up(way, Telemetry(integrations=[Broken(), log]))

    assert result.text == "a secret answer"
    assert log.names == HOOKS
    assert "Broken.on_start" in caplog.text
    assert "Broken.around_tool" in caplog.text


@OVER_SOCKETS
async def test_behaviour_67_errors_are_told(way: Way) -> None:
    log = Log()
    with way.model(BadRequestError("no", status_code=400)) as model:
        with pytest.raises(BadRequestError) as caught:
            await run(way, model, telemetry=Telemetry(integrations=log))

    assert log.names == ["on_start", "on_step_start", "on_model_start", "on_error"]
    assert log.event("on_error").error is caught.value


@WITH_MOCK
async def test_behaviour_67_cancelling_is_no_error(way: Way) -> None:
    log, token = Log(), CancelToken()

    @tool(name="weather")
    def stopping(city: str) -> str:
        """Cancels the run."""
        token.cancel("enough")
        return city

    with way.model(ROME, "never") as model:
        with pytest.raises(RunCancelledError):
            await run(
                way, model, tools=[stopping], cancel=token, telemetry=Telemetry(integrations=log)
            )

    assert (log.names[0], log.names[-1]) == ("on_start", "on_abort")
    assert log.event("on_abort").reason == "enough"


@STREAMED
async def test_behaviour_67_leaving_a_stream_is_told(way: Way) -> None:
    log = Log()
    with way.model(MockReply(text_deltas=["a ", "b ", "c"])) as model:
        async with stream_text(
            model.handle, prompt="hi", telemetry=Telemetry(integrations=log)
        ) as stream:
            async for _ in stream.text_stream:
                break

    assert log.names[-1] == "on_abort"


@pytest.mark.parametrize(
    ("make", "parameter"),
    [
        (lambda: Telemetry(integrations=[object()]), "integrations"),  # type: ignore[list-item]
        (lambda: Telemetry(record_inputs="yes"), "record_inputs"),  # type: ignore[arg-type]
        (lambda: Telemetry(function_id=3), "function_id"),  # type: ignore[arg-type]
        (lambda: Telemetry(metadata=[1]), "metadata"),  # type: ignore[arg-type]
        (lambda: register_telemetry(Log), "integrations"),  # type: ignore[arg-type]
        (lambda: OpenTelemetry(max_attribute_length=0), "max_attribute_length"),
    ],
)
def test_behaviour_67_bad_settings_are_named(make: Any, parameter: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        make()
    assert caught.value.parameter == parameter


async def test_behaviour_67_a_bad_setting_of_a_call_is_named() -> None:
    with pytest.raises(InvalidArgumentError, match="telemetry must be"):
        await generate_text("openai:gpt-5", prompt="hi", telemetry="on")  # type: ignore[arg-type]


# ---- OpenTelemetry


def test_behaviour_67_a_missing_package_is_told_with_its_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", None)
    with pytest.raises(MissingDependencyError, match=r'pip install "ai-sdk\[otel\]"'):
        OpenTelemetry()


@EVERY_WAY
async def test_behaviour_67_spans_of_steps_models_and_tools(way: Way, spans: Spans) -> None:
    facts = Telemetry(
        integrations=spans.integration, function_id="look-up", metadata={"tenant": "acme"}
    )
    result = await looked_up(way, facts, max_output_tokens=2000)
    model = result.final_step.model.model_id

    assert (
        spans.tree.items()
        >= {
            "invoke_agent look-up": None,
            "step 0": "invoke_agent look-up",
            "execute_tool weather": "step 0",
            "step 1": "invoke_agent look-up",
        }.items()
    )
    chats = [span for span in spans.all if span.name == f"chat {model}"]
    steps = [spans.named("step 0"), spans.named("step 1")]
    assert [chat.parent.span_id for chat in chats] == [step.context.span_id for step in steps]
    assert len(spans.all) == 6
    first = dict(chats[0].attributes)
    assert first["gen_ai.operation.name"] == "chat"
    assert first["gen_ai.request.model"] == model
    assert first["gen_ai.request.max_tokens"] == 2000
    assert first["gen_ai.response.finish_reasons"] == ("tool-calls",)
    assert first["gen_ai.usage.input_tokens"] == result.steps[0].usage.input_tokens
    assert chats[0].kind is trace.SpanKind.CLIENT
    whole = spans.named("invoke_agent look-up").attributes
    assert whole["gen_ai.usage.output_tokens"] == result.usage.output_tokens
    assert whole["ai_sdk.metadata.tenant"] == "acme"
    ran = spans.named("execute_tool weather").attributes
    assert (ran["gen_ai.tool.name"], ran["gen_ai.tool.call.id"]) == ("weather", "call_rome")


@EVERY_WAY
async def test_behaviour_67_no_words_and_no_key_in_spans(way: Way, spans: Spans) -> None:
    await looked_up(way, Telemetry(integrations=spans.integration))

    assert [word for word in SECRETS if word in spans.words] == []


@EVERY_WAY
async def test_behaviour_67_words_where_they_are_asked_for(way: Way, spans: Spans) -> None:
    await looked_up(
        way,
        Telemetry(integrations=spans.integration, record_inputs=True, record_outputs=True),
        instructions="Be brief.",
    )

    assert [word for word in SECRETS if word not in spans.words] == ["test-key"]
    chat = next(span for span in spans.all if span.name.startswith("chat"))
    said = '[{"role":"user","parts":[{"type":"text","content":"a secret prompt"}]}]'
    assert chat.attributes["gen_ai.input.messages"] == said
    assert "Be brief." in chat.attributes["gen_ai.system_instructions"]
    ran = spans.named("execute_tool weather").attributes
    assert ran["gen_ai.tool.call.arguments"] == '{"city":"Rome"}'
    assert ran["gen_ai.tool.call.result"] == '{"city":"Rome","sky":"clear"}'


@OVER_SOCKETS
async def test_behaviour_67_failures_in_spans(way: Way, spans: Spans) -> None:
    with way.model(ServerError("down", status_code=500)) as model:
        with pytest.raises(ServerError):
            settings = Telemetry(integrations=spans.integration)
            await run(way, model, max_retries=0, telemetry=settings)

    assert [span.status.status_code for span in spans.all] == [trace.StatusCode.ERROR] * 3
    whole = spans.named("invoke_agent")
    assert whole.attributes["error.type"] == "ServerError"
    assert whole.attributes["http.response.status_code"] == 500
    assert "down" in whole.status.description
    assert "test-key" not in spans.words


@WITH_MOCK
@pytest.mark.parametrize("outputs", [False, True])
async def test_behaviour_67_failures_of_tools_in_spans(
    way: Way, outputs: bool, spans: Spans
) -> None:
    @tool(name="weather")
    def failing(city: str) -> str:
        """Fails."""
        raise LookupError(f"no weather in {city}")

    with way.model(ROME, "sorry") as model:
        telemetry = Telemetry(integrations=spans.integration, record_outputs=outputs)
        result = await run(
            way, model, tools=[failing], stop_when=is_step_count(2), telemetry=telemetry
        )

    assert result.text == "sorry"
    ran = spans.named("execute_tool weather")
    assert ran.attributes["error.type"].endswith("Error")
    assert ran.status.status_code is trace.StatusCode.ERROR
    assert ("Rome" in ran.status.description) is outputs
    assert spans.named("invoke_agent").status.status_code is trace.StatusCode.UNSET


@WITH_MOCK
async def test_behaviour_67_the_code_of_a_tool_runs_below_its_span(way: Way, spans: Spans) -> None:
    tracer = spans.provider.get_tracer("mine")

    @tool(name="weather")
    def traced(city: str) -> str:
        """Makes a span of its own."""
        tracer.start_span(f"look up {city}").end()
        return "clear"

    cities = MockReply(tool_calls=[("weather", {"city": "Rome"}), ("weather", {"city": "Oslo"})])
    with way.model(cities, "done") as model:
        telemetry = Telemetry(integrations=spans.integration)
        await run(way, model, tools=[traced], stop_when=is_step_count(2), telemetry=telemetry)

    tools = {span.context.span_id for span in spans.all if span.name == "execute_tool weather"}
    parents = {spans.named(f"look up {city}").parent.span_id for city in ("Rome", "Oslo")}
    assert parents == tools
    assert len(tools) == 2


@WITH_MOCK
async def test_behaviour_67_a_run_lies_below_the_callers_span(way: Way, spans: Spans) -> None:
    tracer = spans.provider.get_tracer("mine")
    with way.model("done") as model, tracer.start_as_current_span("request"):
        await run(way, model, telemetry=Telemetry(integrations=spans.integration))
        assert trace.get_current_span().is_recording()  # the caller's own is current again

    assert spans.tree["invoke_agent"] == "request"


@WITH_MOCK
async def test_behaviour_67_long_texts_are_cut(way: Way, spans: Spans) -> None:
    short = OpenTelemetry(tracer_provider=spans.provider, max_attribute_length=100)
    with way.model("b" * 10_000) as model:
        telemetry = Telemetry(integrations=short, record_inputs=True, record_outputs=True)
        await run(way, model, prompt="a" * 10_000, telemetry=telemetry)

    texts = [it for span in spans.all for it in span.attributes.values() if isinstance(it, str)]
    assert max(len(text) for text in texts) <= 130


@STREAMED
async def test_behaviour_67_a_stream_that_was_left_leaves_no_span_open(
    way: Way, spans: Spans
) -> None:
    with way.model(MockReply(text_deltas=["a ", "b ", "c"])) as model:
        settings = Telemetry(integrations=spans.integration)
        async with stream_text(model.handle, prompt="hi", telemetry=settings) as stream:
            async for _ in stream.text_stream:
                break

    assert len(spans.all) == 3
    assert spans.integration._open == {}
    assert spans.named("invoke_agent").attributes["ai_sdk.abort_reason"]
    assert spans.named("invoke_agent").status.status_code is trace.StatusCode.UNSET


async def test_behaviour_67_objects_have_their_own_name(spans: Spans) -> None:
    with ProviderServer([Reply.json_object({"a": 1})]) as server:
        model = create_openai(base_url=server.base_url, api_key="k")("gpt-5")
        settings = Telemetry(integrations=spans.integration)
        schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
        await generate_object(model, schema, prompt="hi", telemetry=settings)

    assert spans.named("invoke_agent").attributes["ai_sdk.operation"] == "generate_object"
    assert spans.named("chat gpt-5").attributes["gen_ai.output.type"] == "json"


async def test_behaviour_67_embeddings_are_one_span(spans: Spans) -> None:
    with ProviderServer([Reply.embeddings([[1.0], [2.0]], tokens=7), Reply.error(400)]) as server:
        made = create_openai(base_url=server.base_url, api_key="test-key")
        model = made.embedding("text-embedding-3-small")
        settings = Telemetry(integrations=spans.integration)
        await embed_many(model, ["a secret prompt", "b"], telemetry=settings)
        with pytest.raises(BadRequestError):
            await embed_many(model, ["c"], telemetry=settings)

    good, bad = spans.all
    assert good.name == bad.name == "embeddings text-embedding-3-small"
    assert good.attributes["gen_ai.operation.name"] == "embeddings"
    assert good.attributes["gen_ai.usage.input_tokens"] == 7
    assert bad.attributes["error.type"] == "BadRequestError"
    assert [word for word in SECRETS if word in spans.words] == []
