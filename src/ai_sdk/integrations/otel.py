"""`OpenTelemetry`: calls as spans, named by the semantic conventions for generative AI."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final

from ..errors import APICallError, APIConnectionError, ConfigurationError, InvalidArgumentError
from ..extras import optional
from ..types.telemetry import TelemetryIntegration
from .otel_attributes import (
    capped,
    model_attributes,
    settings_attributes,
    usage_attributes,
)
from .otel_messages import as_text, input_messages, instructions, output_messages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from ..types.telemetry_events import (
        TelemetryAbort,
        TelemetryCall,
        TelemetryEnd,
        TelemetryError,
        TelemetryModelEnd,
        TelemetryModelStart,
        TelemetryStart,
        TelemetryStepEnd,
        TelemetryStepStart,
        TelemetryToolEnd,
        TelemetryToolStart,
    )

__all__ = ["OpenTelemetry"]

_MAX: Final = 16_384
_NO_RUNS: Final = {
    "embed": "embeddings",
    "embed_many": "embeddings",
    "rerank": "rerank",
    "generate_image": "generate_image",
    "generate_speech": "generate_speech",
    "transcribe": "transcribe",
}
"""Operations without steps: each is one span, named by these words."""


class OpenTelemetry(TelemetryIntegration):
    """Writes a span for each call, step, model call and tool.

    A run of a language model is `invoke_agent NAME` (the telemetry's `function_id`), below it
    `step N`, below that `chat MODEL` and `execute_tool NAME`; others are `embeddings MODEL`,
    `rerank MODEL` and so on. Spans of a tool's own code, and of runs inside it, lie below the
    tool's. No key, header or address is ever written; words of prompts and answers are only where
    `record_inputs` and `record_outputs` ask for them.

    Args:
        tracer_provider: where the spans go; the global provider by default.
        max_attribute_length: characters of a recorded text, above which it is cut.

    Raises:
        MissingDependencyError: opentelemetry-api is not installed: `pip install "ai-sdk[otel]"`.
        InvalidArgumentError: `max_attribute_length` is no whole number of at least 1.

    Example:
        >>> off = register_telemetry(OpenTelemetry(), record_outputs=True)
        >>> off()
    """

    def __init__(self, *, tracer_provider: Any = None, max_attribute_length: int = _MAX) -> None:
        if type(max_attribute_length) is not int or max_attribute_length < 1:
            raise InvalidArgumentError(
                "max_attribute_length must be a whole number of at least 1",
                parameter="max_attribute_length",
                value=max_attribute_length,
            )
        from .. import __version__

        self._api: Any = optional("opentelemetry.trace", "otel", "OpenTelemetry")
        self._tracer = self._api.get_tracer("ai_sdk", __version__, tracer_provider)
        self._max = max_attribute_length
        self._open: dict[str, _Spans] = {}

    # ---- runs

    def on_start(self, event: TelemetryStart) -> None:
        """Open the call's span below the one that is current."""
        call = event.call
        single = _NO_RUNS.get(call.operation)
        name = f"{single} {call.model.model_id}" if single else _agent(call)
        attributes = {
            "gen_ai.operation.name": single or "invoke_agent",
            "gen_ai.agent.name": None if single else call.function_id,
            "ai_sdk.operation": call.operation,
            "ai_sdk.function_id": call.function_id,
            **model_attributes(call.model),
            **{f"ai_sdk.metadata.{name}": each for name, each in call.metadata.items()},
        }
        if event.input is not None:
            kind = "ai_sdk.input" if single else "gen_ai.input.messages"
            attributes[kind] = as_text(event.input) if single else input_messages(event.input)
        self._open[call.id] = _Spans(self._span(name, attributes, None, client=bool(single)))

    def on_end(self, event: TelemetryEnd) -> None:
        """Close the call's span."""
        attributes = usage_attributes(event.usage)
        if event.finish_reason is not None:
            attributes["gen_ai.response.finish_reasons"] = [event.finish_reason]
        if event.output is not None:
            single = event.call.operation in _NO_RUNS
            kind = "ai_sdk.output" if single else "gen_ai.output.messages"
            shown = as_text(event.output) if single else output_messages(event.output)
            attributes[kind] = shown
        self._close(event.call, attributes)

    def on_error(self, event: TelemetryError) -> None:
        """Close what is open as failed."""
        error = event.error
        attributes: dict[str, Any] = {**usage_attributes(event.usage), **_facts(error)}
        told = isinstance(error, (APICallError, APIConnectionError, ConfigurationError))
        words = str(error) if told or event.records_outputs else type(error).__name__
        self._close(event.call, attributes, failure=(type(error).__name__, words))

    def on_abort(self, event: TelemetryAbort) -> None:
        """Close what is open; to be cancelled is no failure."""
        attributes = {**usage_attributes(event.usage), "ai_sdk.abort_reason": event.reason or ""}
        self._close(event.call, attributes)

    # ---- steps, models, tools

    def on_step_start(self, event: TelemetryStepStart) -> None:
        """Open the step's span."""
        if (spans := self._open.get(event.call.id)) is not None:
            attributes = {"ai_sdk.step.number": event.step_number}
            spans.step = self._span(f"step {event.step_number}", attributes, spans.call)

    def on_step_end(self, event: TelemetryStepEnd) -> None:
        """Close the step's span."""
        spans = self._open.get(event.call.id)
        if spans is not None and spans.step is not None:
            attributes = usage_attributes(event.usage)
            attributes["gen_ai.response.finish_reasons"] = [event.finish_reason]
            self._end(spans.step, attributes)
            spans.step = None

    def on_model_start(self, event: TelemetryModelStart) -> None:
        """Open the span of a model call."""
        if (spans := self._open.get(event.call.id)) is None:
            return
        attributes = {
            "gen_ai.operation.name": "chat",
            "gen_ai.output.type": "json" if event.json else "text",
            **model_attributes(event.model),
            **settings_attributes(event.settings),
        }
        if event.input is not None:
            attributes["gen_ai.system_instructions"] = instructions(event.input)
            attributes["gen_ai.input.messages"] = input_messages(event.input)
        name = f"chat {event.model.model_id}"
        spans.model = self._span(name, attributes, spans.parent, client=True)

    def on_model_end(self, event: TelemetryModelEnd) -> None:
        """Close the span of a model call."""
        spans = self._open.get(event.call.id)
        if spans is None or spans.model is None:
            return
        attributes = {
            "gen_ai.response.id": event.response_id,
            "gen_ai.response.model": event.response_model,
            "gen_ai.response.finish_reasons": [event.finish_reason],
            "ai_sdk.tries": event.tries,
            **usage_attributes(event.usage),
        }
        if event.output is not None:
            shown = output_messages(event.output, event.finish_reason)
            attributes["gen_ai.output.messages"] = shown
        self._end(spans.model, attributes)
        spans.model = None

    def on_tool_start(self, event: TelemetryToolStart) -> None:
        """Open the tool's span."""
        if (spans := self._open.get(event.call.id)) is None:
            return
        attributes = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": event.tool_name,
            "gen_ai.tool.call.id": event.tool_call_id,
            "gen_ai.tool.type": "function",
        }
        if event.input is not None:
            attributes["gen_ai.tool.call.arguments"] = as_text(event.input)
        name = f"execute_tool {event.tool_name}"
        spans.tools[event.tool_call_id] = self._span(name, attributes, spans.parent)

    def on_tool_end(self, event: TelemetryToolEnd) -> None:
        """Close the tool's span."""
        spans = self._open.get(event.call.id)
        span = None if spans is None else spans.tools.pop(event.tool_call_id, None)
        if span is None:
            return
        if event.error_type is not None:
            words = event.error_type if event.output is None else str(event.output)
            self._end(span, {}, failure=(event.error_type, words))
            return
        shown = None if event.output is None else as_text(event.output)
        self._end(span, {"gen_ai.tool.call.result": shown})

    # ---- what is current

    def around_model(self, call_id: str) -> AbstractContextManager[Any]:
        """Make the model's span the current one."""
        spans = self._open.get(call_id)
        return self._current(spans and (spans.model or spans.call))

    def around_tool(self, call_id: str, tool_call_id: str) -> AbstractContextManager[Any]:
        """Make the tool's span the current one."""
        spans = self._open.get(call_id)
        return self._current(spans and spans.tools.get(tool_call_id))

    def _current(self, span: Any) -> AbstractContextManager[Any]:
        if span is None:
            return nullcontext()
        quiet = {"record_exception": False, "set_status_on_exception": False}
        made: AbstractContextManager[Any] = self._api.use_span(span, **quiet)
        return made

    # ---- spans

    def _span(
        self, name: str, attributes: dict[str, Any], parent: Any, *, client: bool = False
    ) -> Any:
        api = self._api
        context = None if parent is None else api.set_span_in_context(parent)
        kind = api.SpanKind.CLIENT if client else api.SpanKind.INTERNAL
        shown = capped(attributes, self._max)
        return self._tracer.start_span(name, context=context, kind=kind, attributes=shown)

    def _close(
        self,
        call: TelemetryCall,
        attributes: dict[str, Any],
        failure: tuple[str, str] | None = None,
    ) -> None:
        """End all that is open of a call, the innermost first."""
        spans = self._open.pop(call.id, None)
        if spans is None:
            return
        for span in spans.inner():
            self._end(span, {}, failure)
        self._end(spans.call, attributes, failure)

    def _end(
        self, span: Any, attributes: dict[str, Any], failure: tuple[str, str] | None = None
    ) -> None:
        if failure is not None:
            kind, words = failure
            attributes = {**attributes, "error.type": kind}
            code = self._api.StatusCode.ERROR
            span.set_status(self._api.Status(code, words[: self._max]))
        span.set_attributes(capped(attributes, self._max))
        span.end()


class _Spans:
    """The open spans of one call."""

    def __init__(self, call: Any) -> None:
        self.call = call
        self.step: Any = None
        self.model: Any = None
        self.tools: dict[str, Any] = {}

    @property
    def parent(self) -> Any:
        """What lies within a step, if there is one, lies below its span."""
        return self.call if self.step is None else self.step

    def inner(self) -> Iterator[Any]:
        """All but the call's own."""
        yield from self.tools.values()
        yield from (span for span in (self.model, self.step) if span is not None)


def _agent(call: TelemetryCall) -> str:
    return f"invoke_agent {call.function_id}" if call.function_id else "invoke_agent"


def _facts(error: Exception) -> dict[str, Any]:
    """What may be told of any error."""
    if not isinstance(error, APICallError):
        return {}
    return {
        "http.response.status_code": error.status_code,
        "ai_sdk.request_id": error.request_id,
        "ai_sdk.tries": len(error.attempts) or None,
    }
