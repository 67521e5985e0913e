"""The pure half of the loop: what is on offer, what a step changes, how time is kept."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ai_sdk import InvalidArgumentError, PrepareStepResult, Usage, tool
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.engine.assemble import Assembler
from ai_sdk.engine.call_ids import unique_call, with_unique_calls
from ai_sdk.engine.prepare_step import prepared
from ai_sdk.engine.reports import report_callback
from ai_sdk.engine.sampling import merged_options
from ai_sdk.engine.step_timer import StepTimer
from ai_sdk.engine.tool_offer import check_names, offered
from ai_sdk.types.call import ModelFinish, ModelResult, ModelToolCall, ResponseMetadata
from ai_sdk.types.content import TextPart
from ai_sdk.types.stream_parts import TextDelta, TextEnd, TextStart

TOOLS: Any = {
    name: tool(name=name, input_schema={"type": "object"}) for name in ("zulu", "echo", "alpha")
}


@pytest.mark.parametrize(
    ("active", "order", "names"),
    [
        (None, None, ["zulu", "echo", "alpha"]),
        (["alpha", "zulu"], None, ["zulu", "alpha"]),
        ([], None, []),
        (None, [], ["alpha", "echo", "zulu"]),
        (None, ["zulu"], ["zulu", "alpha", "echo"]),
        (None, ["zulu", "alpha", "zulu"], ["zulu", "alpha", "echo"]),
        (["alpha", "echo"], ["zulu", "echo"], ["echo", "alpha"]),
    ],
)
def test_the_offer(active: Any, order: Any, names: list[str]) -> None:
    assert list(offered(TOOLS, active, order)) == names


@pytest.mark.parametrize(
    ("given_names", "found"),
    [(None, None), ("echo", ("echo",)), (["echo", "zulu"], ("echo", "zulu")), (iter(()), ())],
)
def test_names_of_tools(given_names: Any, found: Any) -> None:
    assert check_names("active_tools", given_names, TOOLS) == found


@pytest.mark.parametrize("wrong", [7, b"echo", {"echo": 1}, ["nope"], [None]])
def test_names_of_no_tools(wrong: Any) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        check_names("tool_order", wrong, TOOLS)

    assert caught.value.parameter == "tool_order"


def test_prepared_leaves_out_what_is_not_set() -> None:
    assert prepared(None) == {}
    assert prepared({"temperature": 0, "seed": None}) == {"temperature": 0}
    assert prepared(PrepareStepResult(top_k=3, active_tools=[])) == {"top_k": 3, "active_tools": []}


MAPPINGS = st.recursive(
    st.integers() | st.lists(st.integers(), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
OPTIONS = st.dictionaries(st.sampled_from("abc"), MAPPINGS, max_size=3)


@given(OPTIONS, OPTIONS)
def test_merged_options_keep_what_is_not_replaced(old: Any, new: Any) -> None:
    kept = merged_options(old, new)

    for name in {*old, *new}:
        if name not in new:
            assert kept[name] == old[name]
        elif isinstance(new[name], dict) and isinstance(old.get(name), dict):
            assert kept[name] == merged_options(old[name], new[name])
        else:
            assert kept[name] == new[name]
    assert merged_options(kept, new) == kept


def test_rates_need_tokens_and_time() -> None:
    with clock.use(ManualClock()) as time:
        timer = StepTimer()
        nothing = timer.performance(Usage(1, 1, 2), {})
        time.advance(2)
        timer.first_output()
        time.advance(3)
        timer.answered()
        time.advance(5)
        unknown = timer.performance(Usage(), {"c": 5.0})
        known = timer.performance(Usage(10, 30, 40), {})

    assert (nothing.step_seconds, nothing.effective_output_tokens_per_second) == (0, None)
    assert (unknown.step_seconds, unknown.response_seconds) == (10, 5)
    assert unknown.output_tokens_per_second is None
    assert unknown.tool_seconds == {"c": 5.0}
    assert (known.first_output_seconds, known.input_tokens_per_second) == (2, 5)
    assert (known.output_tokens_per_second, known.effective_total_tokens_per_second) == (10, 8)


def test_calls_with_one_id() -> None:
    made = [ModelToolCall(each, "f", "{}") for each in ("a", "a", "a-2", "b", "a")]
    own = ModelToolCall("a", "f", "{}", provider_executed=True)
    result = ModelResult((TextPart("x"), *made, own), "tool-calls")

    told_apart = with_unique_calls(result)

    ids = [part.tool_call_id for part in told_apart.content if isinstance(part, ModelToolCall)]
    assert ids == ["a", "a-2", "a-2-2", "b", "a-3", "a"]
    assert with_unique_calls(told_apart) is told_apart
    assert unique_call(made[0], ()) is made[0]


@given(st.lists(st.text(max_size=3), max_size=40), st.integers(1, 5))
def test_a_block_is_the_sum_of_its_deltas(deltas: list[str], fold: int) -> None:
    from ai_sdk.engine import assemble

    before, assemble._FOLD = assemble._FOLD, fold
    try:
        assembler = Assembler()
        assembler.feed([TextStart("t")])
        for number, delta in enumerate(deltas):
            assembler.feed([TextDelta("t", delta)])
            if number % 7 == 3:  # looking on the way changes nothing
                assert _text(assembler) == "".join(deltas[: number + 1])
        assembler.feed([TextEnd("t")])
        assert _text(assembler) == "".join(deltas)
    finally:
        assemble._FOLD = before


def test_a_stream_that_was_left_tells_the_usage_it_knew() -> None:
    assembler = Assembler()
    assembler.feed([ResponseMetadata("r1", "m", usage=Usage(7)), TextDelta("t", "so far")])

    assert assembler.result().usage == Usage(7)
    assembler.feed([ModelFinish("stop", usage=Usage(7, 2, 9))])
    assert assembler.result().usage == Usage(7, 2, 9)


def _text(assembler: Assembler) -> str:
    return "".join(part.text for part in assembler.content() if isinstance(part, TextPart))


@pytest.mark.parametrize("silent", [False, True])
def test_a_report_finds_somebody(
    silent: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("ai_sdk")
    monkeypatch.setattr(logger, "propagate", False)
    monkeypatch.setattr(logger, "handlers", [logging.NullHandler()] if silent else [])

    try:
        raise LookupError("mine")
    except LookupError:
        report_callback("on_end")

    assert "the callback on_end raised" in capsys.readouterr().err


def test_a_report_goes_to_the_log_where_there_is_one(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise LookupError("mine")
    except LookupError:
        report_callback("on_end")

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert capsys.readouterr().err == ""
