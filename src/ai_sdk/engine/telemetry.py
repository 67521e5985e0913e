"""Who is told of a call: the integrations of the process, or those of the call."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..concurrency.sync import Lock
from ..types._value import evolve, value
from ..types.telemetry import Telemetry, TelemetryIntegration, check_integrations
from ..types.telemetry_events import TelemetryCall
from .ids import create_id_generator
from .reports import report_callback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from ..types.results import ModelInfo
    from ..types.telemetry_events import TelemetryEvent

__all__ = ["Observed", "observed", "register_telemetry"]

_call_id = create_id_generator(prefix="call", size=24)
_lock = Lock()
_registered: list[_Observer] = []


@value
class _Observer:
    """An integration and what it is shown."""

    integration: TelemetryIntegration
    inputs: bool = False
    outputs: bool = False

    def shown(self, event: TelemetryEvent) -> TelemetryEvent:
        """The event without what this one must not see."""
        hidden: dict[str, Any] = {}
        if not self.inputs and getattr(event, "input", None) is not None:
            hidden["input"] = None
        if not self.outputs and getattr(event, "output", None) is not None:
            hidden["output"] = None
        if self.outputs and hasattr(event, "records_outputs"):
            hidden["records_outputs"] = True
        return evolve(event, **hidden) if hidden else event


def register_telemetry(
    *integrations: TelemetryIntegration, record_inputs: bool = False, record_outputs: bool = False
) -> Callable[[], None]:
    """Have integrations told of every call of this process, on both faces.

    A call opts out with `telemetry=False`, or names others with `Telemetry(integrations=...)`.

    Args:
        integrations: who is told, such as `OpenTelemetry()`.
        record_inputs: hand on prompts, messages and inputs of tools.
        record_outputs: hand on answers and results of tools.

    Returns:
        A function that ends it.

    Raises:
        InvalidArgumentError: One is no `TelemetryIntegration`.

    Example:
        >>> off = register_telemetry(TelemetryIntegration())
        >>> off()
    """
    check_integrations(integrations)
    mine = [_Observer(each, record_inputs, record_outputs) for each in integrations]
    with _lock:
        _registered.extend(mine)

    def off() -> None:
        with _lock:
            _registered[:] = [each for each in _registered if all(each is not m for m in mine)]

    return off


def observed(telemetry: Telemetry, operation: str, model: ModelInfo) -> Observed | None:
    """Whoever is to be told of a call that begins now; None if that is nobody."""
    observers = _observers(telemetry)
    if not observers:
        return None
    call = TelemetryCall(_call_id(), operation, model, telemetry.function_id, telemetry.metadata)
    return Observed(call, observers)


def _observers(telemetry: Telemetry) -> Sequence[_Observer]:
    if not telemetry.is_enabled:
        return ()
    own: Any = telemetry.integrations
    found = tuple(_registered) if own is None else tuple(_Observer(each) for each in own)
    changes: dict[str, Any] = {}
    if telemetry.record_inputs is not None:
        changes["inputs"] = telemetry.record_inputs
    if telemetry.record_outputs is not None:
        changes["outputs"] = telemetry.record_outputs
    return [evolve(each, **changes) for each in found] if changes else found


class Observed:
    """A call that somebody is told of.

    Attributes:
        call: which one.
    """

    def __init__(self, call: TelemetryCall, observers: Sequence[_Observer]) -> None:
        self.call = call
        self._observers = observers

    def tell(self, hook: str, event: TelemetryEvent) -> None:
        """Call a hook of every integration; what one raises is reported and goes no further."""
        for each in self._observers:
            try:
                getattr(each.integration, hook)(each.shown(event))
            except Exception:  # noqa: BLE001 - somebody else's code
                report_callback(f"{type(each.integration).__name__}.{hook}")

    @contextmanager
    def around(self, hook: str, *ids: str) -> Iterator[None]:
        """What the integrations put around a piece of work; one that cannot is left out."""
        entered: list[tuple[str, AbstractContextManager[Any]]] = []
        for each in self._observers:
            name = f"{type(each.integration).__name__}.{hook}"
            try:
                surrounding = getattr(each.integration, hook)(self.call.id, *ids)
                surrounding.__enter__()
                entered.append((name, surrounding))
            except Exception:  # noqa: BLE001 - somebody else's code
                report_callback(name)
        try:
            yield
        finally:
            for name, surrounding in reversed(entered):
                try:
                    surrounding.__exit__(None, None, None)
                except Exception:  # noqa: BLE001 - somebody else's code
                    report_callback(name)
