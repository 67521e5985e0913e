"""Structured output: what becomes of an answer, whole and while it is written."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import pytest

from ai_sdk.aio import (
    NoObjectGeneratedError,
    Output,
    generate_object,
    parse_partial_json,
    stream_object,
    stream_text,
)
from ai_sdk.partial_json import PartialJSON
from ai_sdk.testing import MockReply
from tests.ways import EVERY_WAY, STREAMED, Scripted, Way

from .play import run


@dataclass
class Step:
    """One thing to do."""

    text: str
    minutes: int = 1


ELEMENTS = ['{"elements": [{"text": "c', 'ut"}, {"text": "boil", "min', 'utes": 9}', "]}"]


async def partials(model: Scripted, output: Any) -> list[Any]:
    """Every partial output of a streamed run."""
    async with stream_text(model.handle, prompt="hi", output=output) as stream:
        return [partial async for partial in stream.partial_output_stream]


async def made(way: Way, model: Scripted, *schema: Any, **settings: Any) -> Any:
    """The result of `generate_object` or `stream_object`, as the way says."""
    if not way.streaming:
        return await generate_object(model.handle, *schema, prompt="hi", **settings)
    async with stream_object(model.handle, *schema, prompt="hi", **settings) as stream:
        return await stream.result()


@EVERY_WAY
async def test_behaviour_26_arrays_are_asked_for_and_unwrapped_as_elements(way: Way) -> None:
    answer = MockReply(text_deltas=ELEMENTS)
    with way.model(answer, answer) as model:
        result = await run(way, model, output=Output.array(Step))
        several = await made(way, model, Step, output="array")

    assert result.output == several.object == [Step("cut"), Step("boil", 9)]


@STREAMED
async def test_behaviour_26_partial_arrays_hide_the_element_still_written(way: Way) -> None:
    with way.model(MockReply(text_deltas=ELEMENTS)) as model:
        seen = await partials(model, Output.array(Step))

    assert seen == [[Step("cut")], [Step("cut"), Step("boil", 9)]]


@STREAMED
async def test_behaviour_26_element_stream_yields_each_once_complete_and_valid(way: Way) -> None:
    with way.model(MockReply(text_deltas=ELEMENTS)) as model:
        async with stream_text(model.handle, prompt="hi", output=Output.array(Step)) as stream:
            seen = [element async for element in stream.element_stream]
            result = await stream.result()

    assert seen == result.output == [Step("cut"), Step("boil", 9)]


@EVERY_WAY
async def test_behaviour_27_a_choice_outside_the_options_is_rejected(way: Way) -> None:
    with way.model('{"result": "jam"}') as model:
        result = await run(way, model, output=Output.choice(["spam", "ham"]))

    with pytest.raises(NoObjectGeneratedError, match='expected one of "spam", "ham"'):
        _ = result.output


@STREAMED
@pytest.mark.parametrize(
    ("deltas", "seen"),
    [
        (['{"result": "s', "pa", "m", '"}'], ["spam"]),
        (['{"result": "', "h", 'am"}'], ["ham"]),
        (['{"result": "sp', '"}'], []),
        (['{"result": "jam', '"}'], []),
    ],
)
async def test_behaviour_27_an_ambiguous_beginning_of_a_choice_is_held_back(
    way: Way, deltas: list[str], seen: list[str]
) -> None:
    with way.model(MockReply(text_deltas=deltas)) as model:
        assert await partials(model, Output.choice(["spam", "spot", "ham"])) == seen


TRUNCATIONS: list[tuple[str, Any]] = [
    ("{", {}), ("[", []), ('"', ""), ('"a', "a"), ('"a"', "a"), ("t", True), ("tru", True),
    ("f", False), ("fals", False), ("n", None), ("nul", None), ("null", None), ("1", 1), ("-1", -1),
    ("1.", 1), ("1.5", 1.5), ("1e", 1), ("1e5", 1e5), ("1e+", 1), ("0.1E-", 0.1), ("-0", 0),
    ('{"', {}), ('{"a', {}), ('{"a"', {}), ('{"a":', {}), ('{"a": ', {}), ('{"a": 1', {"a": 1}),
    ('{"a": 1,', {"a": 1}), ('{"a": 1, ', {"a": 1}), ('{"a": 1, "', {"a": 1}),
    ('{"a": 1, "b', {"a": 1}), ('{"a": 1, "b":', {"a": 1}), ('{"a": 1, "b": "', {"a": 1, "b": ""}),
    ('{"a": t', {"a": True}), ('{"a": n', {"a": None}), ('{"a": -', {}), ('{"a": 1.', {"a": 1}),
    ('{"a": 2e', {"a": 2}), ('{"a": "x\\', {"a": "x"}), ('{"a": "x\\n', {"a": "x\n"}),
    ('{"a": "\\u00e', {"a": ""}), ('{"a": "\\u00e9', {"a": "é"}), ('{"a": "\\ud83d', {"a": ""}),
    ('{"a": "\\ud83d\\ude0', {"a": ""}), ('{"a": "\\ud83d\\ude00', {"a": "😀"}),
    ('{"a": "\\"', {"a": '"'}), ('{"a": "\\\\', {"a": "\\"}), ('{"a": "}', {"a": "}"}),
    ('{"a": {', {"a": {}}), ('{"a": {"b', {"a": {}}), ('{"a": {"b": [', {"a": {"b": []}}),
    ('{"a": {"b": [1, ', {"a": {"b": [1]}}), ('{"a": {}', {"a": {}}), ('{"a": {}}', {"a": {}}),
    ("[1", [1]), ("[1,", [1]), ("[1, 2", [1, 2]), ("[1, 2]", [1, 2]), ("[[", [[]]), ("[[]", [[]]),
    ("[[], [", [[], []]), ("[{", [{}]), ('[{"a', [{}]), ('[{"a": 1}', [{"a": 1}]),
    ('[{"a": 1}, {"b', [{"a": 1}, {}]), ('["', [""]), ('["a', ["a"]), ('["a"', ["a"]),
    ('["a",', ["a"]), ("[t", [True]), ("[true, f", [True, False]), ("[null", [None]), ("[-", []),
    ("[1.5e", [1.5]), ("[1,  \n", [1]), (' \n{"a": 1', {"a": 1}), ('{"a": [1, {"b": "c', {"a": [1, {"b": "c"}]}),
    ('{"a": "b", "c": [true, nul', {"a": "b", "c": [True, None]}), ('{"": ""', {"": ""}),
    ('{"a":"b","a":"c', {"a": "c"}), ('{"a": 12345678901234567890', {"a": 12345678901234567890}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), TRUNCATIONS)
def test_behaviour_28_partial_json_of_a_text_that_is_cut_off(text: str, value: Any) -> None:
    found = parse_partial_json(text)

    assert found.value == value
    assert type(found.value) is type(value)
    assert found.state in ("repaired-parse", "successful-parse")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (None, "undefined-input"),
        ("", "failed-parse"),
        ("nil", "failed-parse"),
        ('{"a" 1', "failed-parse"),
        ("[1 2", "failed-parse"),
        ("{'a': 1", "failed-parse"),
        ("01", "failed-parse"),
        ('{"a": 1} x', "failed-parse"),
    ],
)
def test_behaviour_28_partial_json_of_what_is_no_beginning_of_json(text: Any, state: str) -> None:
    assert parse_partial_json(text) == (None, state)


@STREAMED
async def test_behaviour_29_no_partial_is_given_twice_and_none_changes_later(way: Way) -> None:
    text = '{ "text" : "soup" , "minutes" : 3 , "more" : [ { } , [ ] , null ] }  '
    schema = {"type": "object"}
    seen: list[Any] = []
    before: list[Any] = []

    with way.model(MockReply(text_deltas=list(text))) as model:
        async with stream_text(model.handle, prompt="hi", output=Output.object(schema)) as stream:
            async for partial in stream.partial_output_stream:
                seen.append(partial)
                before.append(copy.deepcopy(partial))

    assert seen == before
    assert all(one != other for one, other in zip(seen, seen[1:], strict=False))
    assert seen[-1] == {"text": "soup", "minutes": 3, "more": [{}, [], None]}


def test_behaviour_29_the_work_grows_with_the_text_not_with_its_square() -> None:
    visited: list[float] = []
    for count in (100, 1_000, 10_000):
        item = '{"text": "tomato \\u00e9 soup", "minutes": 30}'
        text = "[" + ", ".join([item] * count) + "]"
        parser = PartialJSON()
        for at in range(0, len(text), 20):
            parser.feed(text[at : at + 20])
            parser.snapshot()
        visited.append(parser.chars_visited / len(text))

    assert max(visited) < 1.5
    assert max(visited) / min(visited) < 1.02


@EVERY_WAY
@pytest.mark.parametrize(
    ("text", "problem"),
    [("Sorry, no.", "no JSON"), ('{"text": 5}', r"\$\.text: expected string, got integer")],
)
async def test_behaviour_30_no_object_carries_text_usage_response_reason_and_cause(
    way: Way, text: str, problem: str
) -> None:
    with way.model(text) as model, pytest.raises(NoObjectGeneratedError, match=problem) as caught:
        await made(way, model, Step)

    error = caught.value
    assert error.text == text
    assert error.usage.input_tokens == 3
    assert error.usage.output_tokens == 5
    assert error.finish_reason == "stop"
    assert error.response is not None
    assert error.response.id is None if way.via == "mock" else error.response.id
    assert error.__cause__ is not None
