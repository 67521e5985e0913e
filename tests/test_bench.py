"""The benchmarks run, check what they receive, and their tables say what was recorded.

No time is asserted: a busy machine would make liars of such tests.
"""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

import ai_sdk
from bench import __main__ as command, chart, first_calls, growth, imports, profile, report
from bench.checks import CHECKS, WrongReplyError
from bench.crew import crew
from bench.fresh import fresh
from bench.jobs import Job
from bench.layers import layer_of
from bench.provider.canned import TEXT
from bench.provider.process import serving
from bench.record import Budget, Row
from bench.roster import ROSTER
from bench.verdict import verdict
from bench.workload import FOUR, OURS, Workload
from bench.workloads import workloads

linux = pytest.mark.skipif(sys.platform != "linux", reason="figures are read from /proc")


@linux
def test_a_quick_run_is_recorded_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BENCH_HOME", str(tmp_path))
    asked = ["--quick", "--rounds", "1", "--who", "limit,httpx,ai_sdk", "--only", "call"]
    file = tmp_path / "run.json"
    monkeypatch.setattr(sys, "argv", ["bench", *asked, "--json", str(file)])

    command.main()

    record = json.loads(file.read_text())
    who = {each["name"]: set(each["samples"]) for each in record["rows"]}
    assert who == {
        "unary call, sync, chat": {"limit", "httpx", "ai_sdk"},
        "unary call, async, chat": {"limit", "httpx", "ai_sdk"},
        "tool call, 20 KB of arguments, sync, chat": {"limit", "httpx", "ai_sdk"},
        "tool call, 20 KB of arguments, async, chat": {"limit", "httpx", "ai_sdk"},
    }
    assert [each["failed"] for each in record["rows"]] == [{}] * 4
    page, shown = report.page(record), capsys.readouterr().out
    assert [name for name in who if f"| {name} (" not in page or name not in shown] == []


@pytest.mark.parametrize("compiled", [True, False])
def test_both_servers_play_the_same(compiled: bool) -> None:
    import httpx

    with serving(["unary", "paced-3-100", "embed-100-8"], compiled=compiled) as server:
        with httpx.Client(base_url=server.address) as client:
            whole = client.post("/unary/v1/messages", json={})
            stream = client.post("/paced-3-100/v1/chat/completions", json={})
            floats = client.post("/embed-100-8/v1/embeddings", json={})
            packed = client.post("/embed-100-8/v1/embeddings", json={"encoding_format": "base64"})
            missing = client.post("/unary/v2/nothing", json={})

    assert whole.json()["content"][0]["text"] == TEXT
    assert re.findall(r"word\d", stream.text) == ["word0", "word1", "word2"]
    assert stream.text.endswith("data: [DONE]\n\n")
    assert len(floats.json()["data"][99]["embedding"]) == 8
    assert isinstance(packed.json()["data"][0]["embedding"], str)
    assert missing.status_code == 404


@pytest.mark.parametrize(
    ("kind", "size", "wrong"),
    [
        ("unary", 1, "another text"),
        ("tool", 1024, {"items": []}),
        ("partial", 1024, (0, {"items": []})),
        ("embed", 2, [[0.5] * 8]),
    ],
)
def test_a_wrong_reply_fails_the_contestant(kind: str, size: int, wrong: object) -> None:
    with pytest.raises(WrongReplyError):
        CHECKS[kind](size)(wrong)


def row(**samples: list[float]) -> Row:
    return Row("a call", "us", {"ai_sdk": Budget("1.25 x httpx", 1.25, "httpx")}, dict(samples))


def test_a_budget_is_a_ratio_in_one_run() -> None:
    found = verdict(
        row(httpx=[100, 200, 400], ai_sdk=[110, 230, 420], openai=[300, 310, 320]), "ai_sdk"
    )

    assert found is not None
    assert found.met
    assert found.allowed == pytest.approx(261.4, abs=0.1)
    assert found.said() == "met, 1.3 x ahead of openai"


def test_a_missed_budget_and_a_cheaper_peer_are_told() -> None:
    found = verdict(row(httpx=[100], ai_sdk=[150], openai=[140], litellm=[900]), "ai_sdk")

    assert found is not None
    assert (found.met, found.behind) == (False, True)
    assert found.said() == "missed by 20 %, behind openai, 1.07 x"


def test_the_chart_is_a_picture_with_a_dot_for_each_library() -> None:
    drawn = chart.svg([row(limit=[10], httpx=[100], ai_sdk=[200], litellm=[2000])])

    titles = [each.text for each in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}title")]
    assert titles[1:] == ["limit: 0.05 x", "httpx: 0.5 x", "litellm: 10 x"]


def test_workloads_have_names_of_their_own() -> None:
    names = [load.name for load in workloads()]
    assert len(set(names)) == len(names)


COLOURED = {"unary", "stream", "tool", "partial", "typed", "embed"}


def test_every_kind_is_measured_in_both_colours() -> None:
    budgeted = [load for load in workloads() if load.budgets or load.memory_budgets]

    for kind in COLOURED:
        colours = {load.asynchronous for load in workloads() if load.kind == kind}
        assert (kind, colours) == (kind, {False, True})
    assert {load.kind for load in budgeted} == COLOURED | {"threads", "crowd"}


@pytest.mark.parametrize("protocol", FOUR)
def test_every_protocol_has_rows_of_calls_streams_crowds_threads_and_tools(protocol: str) -> None:
    kinds = {load.kind for load in workloads() if protocol in load.protocols}
    assert kinds >= {"unary", "threads", "stream", "crowd", "tool"}


@pytest.mark.parametrize(
    ("load", "protocol"),
    [pytest.param(load, name) for load in workloads() for name in load.protocols],
)
def test_who_is_compared_with_takes_part(load: Workload, protocol: str) -> None:
    chosen = load.only.get(protocol, tuple(ROSTER))

    assert set(chosen) <= set(ROSTER)
    assert (load.bases - {""}) | set(OURS) <= set(chosen)


@linux
@pytest.mark.parametrize("kind", ["tool", "partial", "typed", "embed"])
@pytest.mark.parametrize("who", ["limit", "httpx", "ai_sdk"])
def test_data_comes_the_same_in_both_colours(who: str, kind: str) -> None:
    scenario = {"tool": "tool-1024", "embed": "embed-100-8"}.get(kind, "object-1024")
    size = 100 if kind == "embed" else 1024
    with serving([scenario], compiled=False) as server, crew([who]) as members:
        (member,) = members.values()
        base = f"{server.address}/{scenario}"
        protocols = FOUR if kind == "tool" else ("chat",)
        jobs = [
            Job(kind, protocol, mode, base, base, size, 1, 1)
            for protocol in protocols
            for mode in (False, True)
            if (f"{kind}_async" if mode else kind) in member.can
        ]
        answers = [member.run(job, 60) for job in jobs]

    can = who != "httpx" or kind in ("tool", "embed")
    assert len(jobs) == (2 * len(protocols) if can else 0)
    assert [each["failed"] for each in answers if "failed" in each] == []


def test_the_page_shows_the_recorded_run_and_nothing_else() -> None:
    if not report.RECORD.exists():
        pytest.skip("no run has been recorded")
    record, page = json.loads(report.RECORD.read_text("utf-8")), report.PAGE.read_text("utf-8")

    assert report.written(page, record) == page
    assert chart.svg([Row.read(each) for each in record["rows"]]) == report.CHART.read_text("utf-8")


@linux
def test_growth_is_measured_size_by_size() -> None:
    kind = growth.Kind("history", "history", "unary", (1, 10), "messages")

    (grown,) = growth.measured(1, (kind,))

    assert (grown.failed, grown.sizes, len(grown.exponents())) == ("", [1, 10], 1)
    assert "history" in growth.line(grown)


@pytest.mark.parametrize("module", [growth, first_calls, report, profile])
def test_each_command_says_what_it_takes(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--help"])

    with pytest.raises(SystemExit) as ended:
        module.main()

    assert ended.value.code == 0
    assert f"python -m {module.__name__}" in capsys.readouterr().out


def test_kinds_of_growth_are_chosen_by_parts_of_their_names() -> None:
    assert [kind.name for kind in growth.chosen(["history", "at once"])] == [
        "streams at once",
        "history",
    ]
    assert growth.chosen([]) == growth.KINDS


@pytest.mark.parametrize(
    ("file", "layer"),
    [
        ("/x/src/ai_sdk/_sync/http/client.py", "HTTP of ours"),
        ("/x/src/ai_sdk/_sync/run.py", "run, steps and results"),
        ("/x/site-packages/h11/_connection.py", "h11"),
        ("/usr/lib/python3.11/json/decoder.py", None),
    ],
)
def test_a_frame_is_of_a_layer(file: str, layer: str | None) -> None:
    assert layer_of(file) == layer


@linux
@pytest.mark.parametrize("path", ["unary", "embed"])
def test_a_profile_shares_out_the_time_of_a_path(path: str) -> None:
    size = 100 if path == "embed" else 0
    shown = profile.profiled(path, "chat", path == "embed", fast=False, size=size, seconds=0.1)

    assert re.match(rf"{path}, chat, a?sync: .* us a \w+, .* function calls, \d+ samples", shown)
    assert "%" in shown  # which layers a busy machine lets the sampler see, nobody can say


def test_imports_are_told_by_who_wanted_them() -> None:
    lines = [
        "import time: self [us] | cumulative | imported package",
        "import time:        10 |         10 |     email",
        "import time:        20 |         30 |   httpcore2._version",
        "import time:        40 |         70 | ai_sdk",
        "import time:         5 |          5 | ssl",
    ]
    assert sorted(imports.wanted_by(imports.read(lines))) == [
        ("ai_sdk", "ai_sdk", 40),
        ("email", "standard library, for httpcore2", 10),
        ("httpcore2._version", "httpcore2", 20),
        ("ssl", "Python", 5),
    ]


@linux
def test_every_provider_has_its_first_call(tmp_path: Path) -> None:
    makers = {name for name in ai_sdk.__all__ if name.startswith("create_")}
    no_providers = {"id_generator", "mcp_client", "provider_registry", "ui_message_stream"}
    measured = {code.partition("(")[0] for code in first_calls.MODELS.values()}

    assert measured == makers - {f"create_{name}" for name in no_providers}
    with serving(["unary"]) as server:
        program = first_calls.code("bedrock", f"{server.address}/unary")
        took = fresh(sys.executable, program)
    assert "ai_sdk.providers._bedrock" in took.modules
    assert took.ms > 0
