"""Telemetry: its settings, and what an integration (a tracer, a log, a meter) implements."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from ..errors import InvalidArgumentError
from ._value import EMPTY, FrozenDict, field, value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from .telemetry_events import (
        TelemetryAbort,
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

__all__ = ["Telemetry", "TelemetryIntegration", "as_telemetry"]


_KINDS: Final = {"record_inputs": bool, "record_outputs": bool, "function_id": str}


def _facts(given: Mapping[str, Any]) -> FrozenDict:
    facts: Any = given
    if not isinstance(facts, Mapping):
        raise _refusal("metadata", "a mapping", facts)
    return FrozenDict(given)


@value
class Telemetry:
    """What telemetry may know of a call; the `telemetry` setting of every function that asks a
    model.

    Attributes:
        is_enabled: False for nothing of this call.
        record_inputs: hand on prompts, messages and inputs of tools; None for what
            `register_telemetry` said, which is False unless you say otherwise.
        record_outputs: the same for answers and results of tools.
        function_id: your name of what the call is for; names the span.
        metadata: facts of your own about the call.
        integrations: who is told, in place of those of `register_telemetry`; one or several.

    Raises:
        InvalidArgumentError: A field is of the wrong type.

    Example:
        >>> Telemetry(function_id="summary", metadata={"tenant": "acme"}).is_enabled
        True
    """

    is_enabled: bool = True
    record_inputs: bool | None = None
    record_outputs: bool | None = None
    function_id: str | None = None
    metadata: Mapping[str, Any] = field(default=EMPTY, converter=_facts)
    integrations: Sequence[TelemetryIntegration] | TelemetryIntegration | None = None

    def __attrs_post_init__(self) -> None:
        for name, kind in _KINDS.items():
            if not isinstance(getattr(self, name), (kind, NoneType)):
                raise _refusal(name, f"a {kind.__name__} or None", getattr(self, name))
        given = self.integrations
        listed = () if given is None else given if isinstance(given, (list, tuple)) else (given,)
        check_integrations(listed)
        if given is not None:
            object.__setattr__(self, "integrations", tuple(listed))


@cache
def _plain(is_enabled: bool) -> Telemetry:
    return Telemetry(is_enabled)


def as_telemetry(given: Any) -> Telemetry:
    """The `telemetry` setting in its normal form: None and True mean the usual, False nothing.

    Raises:
        InvalidArgumentError: It is something else.
    """
    if given is None or isinstance(given, bool):
        return _plain(given is not False)
    if isinstance(given, Telemetry):
        return given
    raise _refusal("telemetry", "a Telemetry, True or False", given)


def _refusal(parameter: str, wanted: str, given: Any) -> InvalidArgumentError:
    return InvalidArgumentError(
        f"{parameter} must be {wanted}, not {type(given).__name__}",
        parameter=parameter,
        value=given,
    )


def check_integrations(given: Sequence[Any]) -> None:
    """Refuse what is no integration.

    Raises:
        InvalidArgumentError: One of them is not.
    """
    for each in given:
        if not isinstance(each, TelemetryIntegration):
            raise _refusal("integrations", "instances of TelemetryIntegration", each)


class TelemetryIntegration:
    """Base class of integrations: hooks that do nothing; override those you want.

    Hooks are plain functions on both faces, called in the order of events; those of tools that run
    side by side may come from several threads. They must not wait. What one raises is logged and
    breaks nothing.

    Example:
        >>> class Tokens(TelemetryIntegration):
        ...     def on_end(self, event):
        ...         print(event.call.operation, event.usage.total_tokens)
        >>> off = register_telemetry(Tokens())
        >>> off()
    """

    def on_start(self, event: TelemetryStart) -> None:
        """A call begins."""

    def on_step_start(self, event: TelemetryStepStart) -> None:
        """A step of a language model's run begins."""

    def on_model_start(self, event: TelemetryModelStart) -> None:
        """A language model is asked."""

    def on_model_end(self, event: TelemetryModelEnd) -> None:
        """A language model has answered."""

    def on_tool_start(self, event: TelemetryToolStart) -> None:
        """A tool is about to run."""

    def on_tool_end(self, event: TelemetryToolEnd) -> None:
        """A tool returned or failed."""

    def on_step_end(self, event: TelemetryStepEnd) -> None:
        """A step is over."""

    def on_end(self, event: TelemetryEnd) -> None:
        """The call is over and went well."""

    def on_error(self, event: TelemetryError) -> None:
        """The call failed."""

    def on_abort(self, event: TelemetryAbort) -> None:
        """The call was cancelled, or its stream left."""

    def around_model(self, call_id: str) -> AbstractContextManager[Any]:
        """What surrounds the request of a model, such as a span that is made the current one."""
        return nullcontext()

    def around_tool(self, call_id: str, tool_call_id: str) -> AbstractContextManager[Any]:
        """What surrounds the code of a tool."""
        return nullcontext()
