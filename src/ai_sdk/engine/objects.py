"""The colour-free half of `generate_object` and `stream_object`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from ..errors import InvalidArgumentError
from ..output import Output, OutputSpec
from ..types.results import ObjectResult
from .settings import hide_headers
from .setup import TextSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..concurrency import CancelToken
    from ..types.call import ReasoningLevel
    from ..types.content import Metadata
    from ..types.results import GenerateTextResult
    from ..types.telemetry import Telemetry
    from ..types.timeouts import Timeout
    from .callbacks import (
        AbortEvent,
        ChunkEvent,
        EndEvent,
        ErrorEvent,
        StartEvent,
    )

__all__ = ["ObjectSettings", "as_object", "object_output", "object_settings"]


class ObjectSettings(TypedDict, total=False):
    """What `generate_object` and `stream_object` take besides model, schema and prompt."""

    allow_system_in_messages: bool
    max_output_tokens: int | None
    temperature: float | None
    top_p: float | None
    top_k: int | None
    presence_penalty: float | None
    frequency_penalty: float | None
    stop_sequences: Sequence[str] | None
    seed: int | None
    reasoning: ReasoningLevel | None
    repair_object: Callable[[str, Exception], Any] | None
    max_repairs: int
    max_retries: int
    timeout: float | Timeout | None
    cancel: CancelToken | None
    headers: Mapping[str, str] | None
    provider_options: Metadata | None
    extra_body: Mapping[str, Any] | None
    include: Iterable[str]
    telemetry: Telemetry | bool | None
    on_start: Callable[[StartEvent], Any] | None
    on_chunk: Callable[[ChunkEvent], Any] | None
    on_end: Callable[[EndEvent], Any] | None
    on_error: Callable[[ErrorEvent], Any] | None
    on_abort: Callable[[AbortEvent], Any] | None


def object_settings(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings of a call, refused when one of them is only for text.

    Raises:
        InvalidArgumentError: with the way that takes it.
    """
    hide_headers(given)
    for name in given:
        if name in TextSettings.__annotations__ and name not in ObjectSettings.__annotations__:
            raise InvalidArgumentError(
                f"there is no argument {name!r} here: for an object with tools and steps use "
                "generate_text or stream_text with output=Output.object(...)",
                parameter=name,
            )
    return given


def object_output(
    schema: Any,
    output: str,
    enum: Sequence[str] | None,
    name: str | None,
    description: str | None,
) -> OutputSpec[Any]:
    """The output kind that the arguments of `generate_object` ask for.

    Raises:
        InvalidArgumentError: schema and output do not go together.
    """
    if output == "enum":
        if schema is not None or not enum:
            raise InvalidArgumentError(
                'output="enum" takes enum=[...] and no schema', parameter="enum", value=enum
            )
        return Output.choice(enum, name=name)
    if enum is not None:
        raise InvalidArgumentError('enum goes with output="enum"', parameter="enum", value=enum)
    if output == "no-schema":
        if schema is not None:
            raise InvalidArgumentError(
                'output="no-schema" takes no schema', parameter="schema", value=schema
            )
        return Output.json(name=name, description=description)
    if output not in ("object", "array"):
        raise InvalidArgumentError(
            f'output must be "object", "array", "enum" or "no-schema", not {output!r}',
            parameter="output",
            value=output,
        )
    if schema is None:
        raise InvalidArgumentError(f'output="{output}" needs a schema', parameter="schema")
    kind = Output.object if output == "object" else Output.array
    return kind(schema, name=name, description=description)


def as_object(result: GenerateTextResult[Any]) -> ObjectResult[Any]:
    """The object result of a finished run.

    Raises:
        NoObjectGeneratedError: the answer is no value of the schema.
    """
    final = result.final_step
    return ObjectResult(
        result.output,
        result.output_text,
        final.finish_reason,
        result.usage,
        final.raw_finish_reason,
        final.reasoning_text,
        result.warnings,
        final.request,
        final.response,
        final.provider_metadata,
        result.attempts,
        result.repairs,
    )
