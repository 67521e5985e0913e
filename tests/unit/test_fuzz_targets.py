"""The fuzz targets: each runs, each reaches its parser, each can fail; old findings stay fixed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

import ai_sdk.engine.files
import ai_sdk.sse
from ai_sdk import APICallError
from ai_sdk.types.call import ModelFinish
from tests.fuzz import command, growth
from tests.fuzz.cases import CASES, GROWTH
from tests.fuzz.drivers import run_random
from tests.fuzz.judge import Judge
from tests.fuzz.minimise import minimised
from tests.fuzz.target import MAX_INPUT, Target
from tests.fuzz.targets import (
    calls,
    errors,
    languages,
    load,
    load_all,
    media,
    protocols,
    stored,
    text,
    transport,
    urls,
)
from tests.fuzz.told import table

TARGETS = load_all()
RUNS = 150


def run(target: Target, runs: int = RUNS) -> Any:
    judge = Judge(target, runs, None)
    run_random(target, judge, [each for each in target.seeds() if len(each) <= MAX_INPUT], 1)
    return judge.finish()


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_holds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Judge, "grow", lambda *_: None)  # times belong to `make fuzz`
    outcome = run(TARGETS[name])
    assert outcome.failures == []
    assert outcome.reached >= RUNS
    assert outcome.reached > outcome.inputs / 4


@pytest.mark.parametrize(
    ("name", "data"),
    [(name, data) for name, known in CASES.items() for data in known.values()],
    ids=[f"{name}: {what}" for name, known in CASES.items() for what in known],
)
def test_what_was_found_stays_fixed(name: str, data: bytes) -> None:
    for cut in (b"", b" "):  # another input is cut elsewhere
        TARGETS[name].check(data + cut)


@pytest.mark.parametrize(
    ("name", "grown"),
    [(name, grown) for name, known in GROWTH.items() for grown in known.values()],
    ids=[f"{name}: {what}" for name, known in GROWTH.items() for what in known],
)
def test_what_grew_too_fast_runs_as_many_lines_as_it_should(
    name: str, grown: tuple[bytes, bytes, bytes]
) -> None:
    start, unit, end = grown
    few, many = (
        growth.lines_run(TARGETS[name].work, start + unit * count + end) for count in (20, 160)
    )
    assert many < 10 * max(few, 100)


# ---- every property can fail

PARTS = "ai_sdk.wire"


def _lost(result: Any) -> Any:
    return result[:-1] if isinstance(result, (list, tuple, str, bytes)) and result else result


def _wrapped(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def wrap(function: Any) -> Any:
        def broken(*args: Any, **kwargs: Any) -> Any:
            return change(function(*args, **kwargs))

        return broken

    return wrap


def _raising(kind: type[Exception]) -> Callable[[Any], Any]:
    def wrap(_: Any) -> Any:
        def broken(*args: Any, **kwargs: Any) -> Any:
            raise kind("a bug")

        return broken

    return wrap


def _skipped(_: Any) -> Any:
    return lambda *_: None


def _no_finish(parts: Any) -> list[Any]:
    return [part for part in parts if not isinstance(part, ModelFinish)]


DAMAGE: dict[str, tuple[Any, str, Callable[[Any], Any]]] = {
    "sse": (ai_sdk.sse.SSEDecoder, "_whole_lines", _skipped),
    "json": (text, "loads", _wrapped(lambda found: {} if found == [] else found or 1)),
    "partial_json": (text.PartialJSON, "end", _wrapped(str)),
    "tool_calls": (calls.ToolCallTracker, "finish", _wrapped(_lost)),
    "http_chunks": (transport.Reframer, "_collect", _wrapped(_lost)),
    "aws_frames": (transport.EventStreamDecoder, "feed", _wrapped(_lost)),
    "content_codings": (transport.Inflater, "_next_member", _wrapped(lambda _: False)),
    "error_bodies": (errors, "_error", _raising(ValueError)),
    "retry_hints": (errors, "retry_after", _wrapped(lambda wait: wait and -wait)),
    "message_json": (stored, "messages_from_json", _wrapped(_lost)),
    "ui_messages": (stored, "convert_to_model_messages", _wrapped(_lost)),
    "ui_chunks": (stored.MessageAssembler, "snapshot", _wrapped(lambda _: {"parts": []})),
    "mcp.messages": (protocols.jsonrpc, "response", _wrapped(lambda _: {"id": 0, "result": 0})),
    "mcp.lines": (protocols.LineDecoder, "feed", _wrapped(_lost)),
    "url_guard": (urls.DownloadPolicy, "_check_host", _skipped),
    "plain_urls": (urls, "plain_parts", _wrapped(lambda found: found and (*found[:3], "/"))),
    "files": (ai_sdk.engine.files, "_decoded", _raising(ValueError)),
    "media.subtitles": (media, "segments_of", _wrapped(lambda found: (*found, *found))),
}


def _broken(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name in DAMAGE:
        owner, attribute, wrap = DAMAGE[name]
        monkeypatch.setattr(owner, attribute, wrap(getattr(owner, attribute)))
    elif name.endswith(".stream"):
        played = languages.Model.play

        def unfinished(self: Any, pieces: Any) -> Any:
            found = played(self, pieces)
            found.parts = _no_finish(found.parts)
            return found

        monkeypatch.setattr(languages.Model, "play", unfinished)
    else:
        wrap = _raising(KeyError)
        owner = languages.Model if name.endswith(".response") else media._Unary
        monkeypatch.setattr(owner, "parse", wrap(None))


@pytest.mark.parametrize("name", TARGETS)
def test_each_property_can_fail(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Judge, "grow", lambda *_: None)
    monkeypatch.setattr("tests.fuzz.judge.minimised", lambda data, fails: data)
    _broken(name, monkeypatch)
    assert run(load(name), 300).failures


def test_work_that_grows_too_fast_is_seen() -> None:
    def squares(data: bytes) -> None:
        for at in range(len(data) // 4):
            for _ in range(at):
                pass

    found = growth.is_superlinear(squares, b"", b"a", b"")
    assert found is not None
    assert "lines of Python" in found
    assert growth.is_superlinear(len, b"", b"a", b"") is None


def test_a_failure_is_made_small_and_told_once() -> None:
    def check(data: bytes) -> bool:
        if b"X" in data and b"Y" in data:
            raise ValueError("both")
        return True

    def mutate(data: bytes, rng: Random) -> bytes:
        return bytes(rng.choices(b"abcXY", k=40))

    (failure,) = run(Target("odd", check, len, lambda: [b"a"], mutate), 2000).failures
    assert sorted(bytes.fromhex(failure["input"])) == sorted(b"XY")
    assert minimised(b"abcXdefYg", lambda data: b"X" in data and b"Y" in data) == b"XY"


def test_the_command_shares_out_and_replays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    names = ["--target", "plain_urls", "--target", "retry_hints"]
    assert command.main([*names, "--runs", "300", "--json", str(out)]) == 0
    [told] = json.loads(out.read_text())["tables"]
    reached = [(row["target"], row["reached"]) for row in told["rows"]]
    assert reached == [("plain_urls", 100), ("retry_hints", 200), ("all", 300)]
    shown = capsys.readouterr().out
    assert "driver: random, seed 0" in shown
    assert command.main(["--target", "sse", "--replay", b"data: 1\n\n".hex()]) == 0
    assert "holds; the input reached it" in capsys.readouterr().out


def test_an_error_body_is_never_more_than_an_error() -> None:
    assert isinstance(errors._error(b"\xff", 3), APICallError)


def test_what_is_kept_of_a_run_tells_counts_and_findings() -> None:
    figures = {"inputs": 12, "reached": 10, "grown": 3, "cpu": 0.5}
    failure = {"kind": "AssertionError", "input": "00", "error": "it differs"}
    outcomes = [
        {"target": "sse", **figures, "failures": [], "superlinear": []},
        {"target": "json", **figures, "failures": [failure], "superlinear": [{"why": "8.1 x"}]},
    ]

    told = table(outcomes, "random")

    assert told.rows == [
        ("sse", 12, 10, 3, 0, 0, 0.5),
        ("json", 12, 10, 3, 1, 1, 0.5),
        ("all", 24, 20, 6, 1, 1, 1.0),
    ]
    assert told.failed == ["json: AssertionError: it differs", "json: 8.1 x"]
