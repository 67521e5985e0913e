"""Calls of models that are no language models, as telemetry sees them."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from ..errors import RunCancelledError
from ..types.results import ModelInfo
from ..types.telemetry_events import TelemetryAbort, TelemetryEnd, TelemetryError, TelemetryStart
from .telemetry import observed

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from ..types.telemetry import Telemetry
    from .telemetry import Observed

__all__ = ["MediaTelemetry"]


class MediaTelemetry:
    """Tells telemetry of one call; the block it is used with is the call.

    Args:
        telemetry: the call's setting.
        operation: the function's name.
        model: the model that is asked.
        given: what the model is given.
    """

    def __init__(self, telemetry: Telemetry, operation: str, model: Any, given: Any) -> None:
        info = ModelInfo(model.provider, model.model_id)
        self._observed: Observed | None = observed(telemetry, operation, info)
        self._given = given
        self._around: Any = nullcontext()

    def __enter__(self) -> Self:
        seen = self._observed
        if seen is not None:
            seen.tell("on_start", TelemetryStart(seen.call, self._given))
            self._around = seen.around("around_model")
        self._around.__enter__()
        return self

    def ended(self, usage: Any, output: Any = None) -> None:
        """It went well."""
        if self._observed is not None:
            event = TelemetryEnd(self._observed.call, usage, None, output)
            self._observed.tell("on_end", event)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._around.__exit__(kind, error, traceback)
        seen = self._observed
        if seen is None or error is None:
            return
        if isinstance(error, Exception) and not isinstance(error, RunCancelledError):
            seen.tell("on_error", TelemetryError(seen.call, error))
        else:
            seen.tell("on_abort", TelemetryAbort(seen.call, str(error) or type(error).__name__))
