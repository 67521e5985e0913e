"""The search for keys finds one in every place where it looks."""

from __future__ import annotations

import base64
import gc
import logging
import sys
import warnings
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from ai_sdk import AISDKError, RetryError, logs
from tests.faults.sinks import SINKS, Trail, hits_in

KEY = "sk-planted-0123456789"


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except BaseException as caught:
        return caught


def with_local() -> BaseException:
    key = KEY
    try:
        raise AISDKError("no")
    except AISDKError as caught:
        assert key
        return caught


def noted() -> BaseException:
    error = raised(ValueError("no"), ValueError("why"))
    assert error.__cause__ is not None
    error.__cause__.add_note(KEY)
    return error


def attributed() -> BaseException:
    error = AISDKError("no")
    setattr(error, "found", [{"deep": (SimpleNamespace(key=KEY),)}])  # noqa: B010
    return error


class Shown:
    def __repr__(self) -> str:
        return KEY


class Dropped:
    def __del__(self) -> None:
        raise ValueError(KEY)


def drop(_: Trail) -> None:
    Dropped()
    gc.collect()


def say(trail: Trail) -> None:
    logging.getLogger("some.library").debug("%s", KEY)


def say_quietly(trail: Trail) -> None:
    logging.getLogger("other.library").debug("nothing", extra={"key": KEY})


def span(trail: Trail) -> None:
    hooks = trail.settings()["telemetry"].integrations[0]
    hooks._tracer.start_span("call", attributes={"key": KEY}).end()


PLANTED: dict[str, Callable[[Trail], Any]] = {
    "message": lambda trail: trail.add_error(AISDKError(KEY)),
    "repr": lambda trail: trail.add_error(AISDKError(KEY)),
    "args": lambda trail: trail.add_error(ValueError("no", {"key": KEY})),
    "attributes": lambda trail: trail.add_error(attributed()),
    "notes": lambda trail: trail.add_error(noted()),
    "causes": lambda trail: trail.add_error(raised(ValueError("no"), ValueError(KEY))),
    "traceback": lambda trail: trail.add_error(raised(ValueError("no"), ValueError(KEY))),
    "traceback with locals": lambda trail: trail.add_error(with_local()),
    "pickle": lambda trail: trail.add_error(attributed()),
    "copies": lambda trail: trail.add_error(attributed()),
    "results": lambda trail: trail.add_result(SimpleNamespace(request={"headers": {"a": KEY}})),
    "JSON": lambda trail: trail.add_result(SimpleNamespace(to_dict=lambda: {"key": KEY})),
    "objects": lambda trail: trail.add_objects(Shown()),
    "callbacks": lambda trail: trail.settings()["on_step_end"](SimpleNamespace(headers=(KEY,))),
    "telemetry": span,
    "warnings": lambda trail: warnings.warn(KEY, stacklevel=1),
    "logs": lambda trail: logs.logger.debug("found", extra={"key": KEY}),
    "logs of others": say_quietly,
    "AI_SDK_LOG": lambda trail: logs.logger.debug("key %s", KEY),
    "hooks": drop,
}


def test_every_sink_has_its_plant() -> None:
    assert tuple(PLANTED) == SINKS


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("sink", SINKS)
def test_a_planted_key_is_found(sink: str) -> None:
    trail = Trail()

    with trail.watch():
        PLANTED[sink](trail)

    assert hits_in(trail.texts, [KEY])[sink] > 0


def test_errors_gathered_in_another_are_searched() -> None:
    trail = Trail()
    trail.add_error(RetryError("all failed", errors=[ValueError(KEY)]))

    assert hits_in(trail.texts, [KEY])["causes"] == 2


def test_what_other_libraries_log_and_print_is_searched() -> None:
    trail = Trail()
    with trail.watch():
        say(trail)
        print(KEY, file=sys.stderr)

    assert hits_in(trail.texts, [KEY])["logs of others"] == 2
    assert hits_in(trail.texts, [KEY])["AI_SDK_LOG"] == 1


@pytest.mark.parametrize("login", [f"user:{KEY}", f"me:{KEY}", f"a:{KEY}"])
def test_a_key_in_base64_is_found(login: str) -> None:
    texts = {"logs": [f"proxy-authorization: Basic {base64.b64encode(login.encode()).decode()}"]}

    assert hits_in(texts, [KEY]) == {"logs": 1}


def test_other_texts_are_no_hits() -> None:
    trail = Trail()
    with trail.watch():
        trail.add_error(raised(AISDKError("no"), ValueError("why")))
        trail.add_objects(object())

    assert +hits_in(trail.texts, [KEY]) == {}


def test_watching_leaves_everything_as_it_was() -> None:
    before = list(logs.logger.handlers), logging.getLogger().level, sys.unraisablehook

    with Trail().watch():
        pass

    assert len(logs.logger.handlers) <= len(before[0])
    assert (logging.getLogger().level, sys.unraisablehook) == before[1:]
