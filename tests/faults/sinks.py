"""Every place where a key could come to light, and what stands there after a call.

A sink is a name and the texts found under it. A secret counts as found when any text has it, as it
is or in the base64 of a login.
"""

from __future__ import annotations

import base64
import copy
import io
import json
import logging
import pickle
import sys
import threading
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ai_sdk import logs
from ai_sdk.integrations.otel import OpenTelemetry
from ai_sdk.types.telemetry import Telemetry

__all__ = ["SINKS", "NoTrail", "Trail", "hits_in"]

SINKS = (
    "message",
    "repr",
    "args",
    "attributes",
    "notes",
    "causes",
    "traceback",
    "traceback with locals",
    "pickle",
    "copies",
    "results",
    "JSON",
    "objects",
    "callbacks",
    "telemetry",
    "warnings",
    "logs",
    "logs of others",
    "AI_SDK_LOG",
    "hooks",
)
_DEPTH = 12
Texts = dict[str, list[str]]


def hits_in(texts: Texts, secrets: Iterable[str]) -> Counter[str]:
    """Sink -> how many of its texts hold one of the secrets."""
    shapes = [shape for secret in secrets for shape in _shapes(secret)]
    return Counter(
        {
            sink: sum(any(shape in text for shape in shapes) for text in found)
            for sink, found in texts.items()
        }
    )


def _shapes(secret: str) -> list[str]:
    """The secret, and the middles that its base64 has wherever in a text it begins."""
    coded = [base64.b64encode(b"x" * lead + secret.encode()).decode() for lead in range(3)]
    return [secret, *(each[4 : len(each) // 4 * 4 - 4] for each in coded if len(each) > 24)]


@dataclass(repr=False)
class Trail:
    """What a call leaves behind, sink by sink.

    Use `watch()` around the call, pass `settings()` to it, then `add_error`, `add_result` and
    `add_objects`. With `library`, only the frames of the library itself are looked at: those of a
    test that gives a key to a call hold it.
    """

    library: bool = False
    texts: Texts = field(default_factory=lambda: {sink: [] for sink in SINKS})
    _told: list[Any] = field(default_factory=list)

    def settings(self) -> dict[str, Any]:
        """Callbacks and telemetry that note all they are told."""
        integration = _tracer()[1]
        events = ("start", "step_start", "step_end", "tool_start", "tool_end", "end", "error")
        listening = {f"on_{event}": self._told.append for event in (*events, "abort")}
        told = Telemetry(integrations=integration, record_inputs=True, record_outputs=True)
        return {**listening, "telemetry": told}

    def _finished_spans(self) -> Iterator[str]:
        for span in _tracer()[0].get_finished_spans():
            yield span.to_json()
            yield from _strings(span)

    def watch(self) -> AbstractContextManager[None]:
        """Note what is logged, warned of and reported to the interpreter's hooks."""
        return self._watching()

    @contextmanager
    def _watching(self) -> Iterator[None]:
        lines = _Lines()
        _tracer()[0].clear()
        err = io.StringIO()
        with warnings.catch_warnings(record=True) as warned, _hooks(self.texts["hooks"]):
            warnings.simplefilter("always")
            with _heard(lines), _standard_error(err):
                yield
        self.texts["warnings"] += [str(each.message) + repr(each.message) for each in warned]
        self.texts["logs"] += lines.ours
        self.texts["logs of others"] += lines.others
        self.texts["AI_SDK_LOG"].append(err.getvalue())
        for event in self._told:
            self.texts["callbacks"] += [repr(event), *_strings(event)]
        self.texts["telemetry"] += self._finished_spans()

    def add_error(self, error: BaseException) -> None:
        """All that an error shows."""
        texts = self.texts
        texts["message"].append(str(error))
        texts["repr"].append(repr(error))
        texts["args"] += [repr(error.args), *_strings(error.args)]
        texts["attributes"] += [repr(vars(error)), *_strings(vars(error))]
        for each in _chain(error):
            texts["notes"] += getattr(each, "__notes__", [])
            texts["causes"] += [str(each), repr(each), *_strings(vars(each))]
        texts["traceback"].append("".join(traceback.format_exception(error)))
        texts["traceback with locals"] += self._frames(error)
        texts["pickle"].append(_pickled(error))
        for copier in (copy.copy, copy.deepcopy):
            again = _tried(copier, error)
            texts["copies"] += [repr(again), *_strings(again)]

    def _frames(self, error: BaseException) -> Iterator[str]:
        """What a traceback shows that shows local variables too."""
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        if not self.library:
            yield "".join(shown.format())
            return
        for each in (error, *_chain(error)):
            for frame, _ in traceback.walk_tb(each.__traceback__):
                if frame.f_globals["__name__"].startswith("ai_sdk."):
                    yield repr(frame.f_locals)

    def add_result(self, result: Any) -> None:
        """All that a result shows, and what of it is stored."""
        from ai_sdk import messages_to_json

        texts = self.texts
        texts["results"] += [repr(result), *_strings(result)]
        texts["pickle"].append(_pickled(result))
        texts["copies"] += list(_strings(_tried(copy.deepcopy, result)))
        if hasattr(result, "response_messages"):
            texts["JSON"].append(json.dumps(_tried(messages_to_json, result.response_messages)))
        if hasattr(result, "to_dict"):
            texts["JSON"].append(json.dumps(result.to_dict(), default=repr))

    def add_objects(self, *things: Any) -> None:
        """Handles, providers, clients: what is seen of them and in them."""
        for thing in things:
            self.texts["objects"] += [repr(thing), f"{thing}", *_strings(thing, ours=True)]
            self.texts["pickle"].append(_pickled(thing))
            self.texts["copies"].append(repr(_tried(copy.copy, thing)))


class NoTrail(Trail):
    """For a call whose trail nobody looks at: listens to nothing and keeps nothing."""

    def settings(self) -> dict[str, Any]:
        """None."""
        return {}

    def watch(self) -> AbstractContextManager[None]:
        """Do nothing."""
        return nullcontext()

    def add_error(self, error: BaseException) -> None:
        """Keep nothing."""

    def add_result(self, result: Any) -> None:
        """Keep nothing."""

    def add_objects(self, *things: Any) -> None:
        """Keep nothing."""


@cache
def _tracer() -> tuple[Any, OpenTelemetry]:
    """OpenTelemetry's spans in memory, and the integration that writes them."""
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    spans, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    return spans, OpenTelemetry(tracer_provider=provider)


class _Lines(logging.Handler):
    """Notes every record with all that a formatter could make of it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.ours: list[str] = []
        self.others: list[str] = []
        self._form = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        texts = self.ours if record.name == "ai_sdk" else self.others
        texts += [self._form.format(record), repr(record.__dict__)]


@contextmanager
def _heard(handler: logging.Handler) -> Iterator[None]:
    """Have every logger there is tell the handler everything."""
    root = logging.getLogger()
    known = [each for each in root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    levels = [(each, each.level) for each in (root, *known)]
    for each, _ in levels:
        each.setLevel(logging.DEBUG)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        for each, level in levels:
            each.setLevel(level)


@contextmanager
def _standard_error(err: io.StringIO) -> Iterator[None]:
    """What `AI_SDK_LOG=debug` writes, and whatever else goes to standard error."""
    before, handlers = sys.stderr, list(logs.logger.handlers)
    sys.stderr = err
    logs.set_up("debug")
    mine = [each for each in logs.logger.handlers if each not in handlers]
    for each in mine:
        each.filters.clear()  # they are silent where the program has handlers of its own
    try:
        yield
    finally:
        sys.stderr = before
        for each in mine:
            logs.logger.removeHandler(each)


@contextmanager
def _hooks(texts: list[str]) -> Iterator[None]:
    """What is raised where nobody can catch it: in finalisers and threads."""

    def note(seen: Any) -> None:
        error = seen.exc_value
        texts.append("".join(traceback.format_exception(error)) + repr(seen))

    before = sys.unraisablehook, threading.excepthook
    sys.unraisablehook, threading.excepthook = note, note
    try:
        yield
    finally:
        sys.unraisablehook, threading.excepthook = before


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error's causes and contexts, and the errors that it gathers, without itself."""
    waiting, seen = [error], {id(error)}
    while waiting:
        each = waiting.pop()
        more = [each.__cause__, each.__context__, *getattr(each, "errors", ())]
        for other in (*more, *getattr(each, "exceptions", ())):
            if isinstance(other, BaseException) and id(other) not in seen:
                seen.add(id(other))
                waiting.append(other)
                yield other


def _pickled(thing: Any) -> str:
    """The bytes of its pickle; of one that refuses, what it says instead."""
    data = _tried(pickle.dumps, thing)
    return data.decode("latin-1") if isinstance(data, bytes) else f"{data!r}"


def _tried(do: Callable[[Any], Any], thing: Any) -> Any:
    try:
        return do(thing)
    except Exception as refusal:
        return refusal


def _strings(thing: Any, *, ours: bool = False) -> Iterator[str]:
    """Every text in a value and in what it is made of, as a debugger shows it.

    With `ours`, objects of other libraries are not looked into: those must have keys to use them.
    """
    waiting: list[tuple[Any, int]] = [(thing, 0)]
    seen: set[int] = set()
    kept: list[Any] = []  # so that no address is used twice
    while waiting:
        each, depth = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, (bytes, bytearray)):
            yield each.decode("latin-1")
        elif depth < _DEPTH and id(each) not in seen and not (ours and _foreign(each)):
            seen.add(id(each))
            kept.append(each)
            waiting += [(part, depth + 1) for part in _parts(each)]


def _foreign(thing: Any) -> bool:
    root = type(thing).__module__.partition(".")[0]
    return root not in ("ai_sdk", "builtins", "collections", "types")


def _parts(thing: Any) -> list[Any]:
    """What a value holds: items and attributes."""
    if isinstance(thing, (type, int, float, complex)) or type(thing).__name__ == "module":
        return []
    parts: list[Any] = []
    with suppress(Exception):
        if isinstance(thing, dict) or hasattr(type(thing), "keys"):
            parts += [*thing.keys(), *thing.values()]
        elif isinstance(thing, (list, tuple, set, frozenset)):
            parts += list(thing)
    parts += vars(thing).values() if hasattr(thing, "__dict__") else []
    for kind in type(thing).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else tuple(slots):
            mangled = f"_{kind.__name__.lstrip('_')}{name}" if name[:2] == "__" else name
            with suppress(Exception):
                parts.append(getattr(thing, mangled))
    return parts
