"""What is known of an output while its text still arrives: step by step, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from ai_sdk import Output
from ai_sdk.engine.partial_output import ElementReader, PartialReader
from ai_sdk.errors import NoObjectGeneratedError, UnsupportedFunctionalityError
from ai_sdk.json_codec import loads
from ai_sdk.output import OutputSpec
from ai_sdk.schema import SchemaValidationError
from ai_sdk.types.call import RequestInfo
from ai_sdk.types.stream_parts import ReasoningDelta, StartStep, TextDelta


@dataclass
class Step:
    text: str
    minutes: int | None = None


@dataclass
class Recipe:
    steps: list[Step]


NEXT = StartStep(1, RequestInfo())
RECIPE, STEPS = Output.object(Recipe), Output.array(Step)


def shown(reader: Any, *texts: Any) -> list[list[Any]]:
    """What each piece makes known; a piece that is no text is a part itself."""
    parts = (TextDelta("0", each) if isinstance(each, str) else each for each in texts)
    return [list(reader.feed(part)) for part in parts]


class TestPartialReader:
    def test_text_grows(self) -> None:
        reader = PartialReader(Output.text())
        assert shown(reader, "{a", ReasoningDelta("1", "x"), "b", NEXT, "c") == [
            *(["{a"], [], ["{ab"], [], ["c"]),
        ]
        assert not reader.final

    def test_json_grows_and_nothing_is_told_twice(self) -> None:
        reader = PartialReader(Output.json())
        found = shown(reader, "So: ```json\n", '[{"a": 1', "2}", " ", ', "b', "c", '"]')
        assert found == [[], [[{}]], [[{"a": 12}]], [], [[{"a": 12}, "b"]], [[{"a": 12}, "bc"]], []]

    def test_talk_after_the_value_does_no_harm(self) -> None:
        reader = PartialReader(Output.json())
        assert shown(reader, '{"a": 1} and', " more") == [[{"a": 1}], []]

    def test_a_list_is_talk_where_an_object_is_wanted(self) -> None:
        assert shown(PartialReader(RECIPE), '["x"] {"steps": [') == [[{"steps": []}]]
        assert shown(PartialReader(Output.json()), '["x"] {"steps": [') == [[["x"]]]

    @pytest.mark.parametrize("plain", [False, True])
    def test_what_is_complete_is_in_its_type(self, plain: bool) -> None:
        reader = PartialReader(RECIPE, plain=plain)
        first, second = shown(reader, '{"steps": [{"text": "a"}, {"text": "b', '"}')
        step: Any = {"text": "a"} if plain else Step("a")
        assert first == [{"steps": [step, {"text": "b"}]}]
        assert type(first[0]["steps"][0]) is type(step)
        assert second == ([] if plain else [{"steps": [step, Step("b")]}])

    @pytest.mark.parametrize("plain", [False, True])
    def test_arrays_show_their_complete_elements(self, plain: bool) -> None:
        reader = PartialReader(STEPS, plain=plain)
        found = shown(reader, '{"elements": [{"text": "a"}', ', {"te', 'xt": "b"}, 7', "]", "}")
        one: Any = {"text": "a"} if plain else Step("a")
        two: Any = {"text": "b"} if plain else Step("b")
        assert found == [[[one]], [], [[one, two]], [[one, two, 7]], []]

    def test_earlier_snapshots_of_arrays_stay(self) -> None:
        reader = PartialReader(Output.array(int))
        pieces = ['{"elements": [', *(f"{number}," for number in range(60))]
        kept = [each for found in shown(reader, *pieces) for each in found]
        assert kept == [list(range(number + 1)) for number in range(60)]

    def test_a_step_begins_anew(self) -> None:
        reader = PartialReader(STEPS)
        found = shown(reader, '{"elements": [{"text": "a"},', NEXT, '{"elements": [{"text": "b"}]')
        assert found == [[[Step("a")]], [], [[Step("b")]]]

    def test_broken_text_gives_nothing_until_the_next_step(self) -> None:
        reader = PartialReader(Output.json())
        assert shown(reader, '{"a": ]', '{"b": 1', NEXT, '{"c": "', "d") == [
            *([], [], [], [{"c": ""}], [{"c": "d"}]),
        ]

    def test_a_step_that_was_left_gives_nothing_more(self) -> None:
        reader = PartialReader(Output.json())
        assert shown(reader, '{"a": "x') == [[{"a": "x"}]]
        reader.leave()
        assert shown(reader, "y", NEXT, '{"b": "z') == [[], [], [{"b": "z"}]]

    def test_a_choice_is_told_once_it_is_certain(self) -> None:
        spec = Output.choice(["red", "reddish", "blue"])
        start = '{"result": "'
        assert shown(PartialReader(spec), start, "r", "ed", "di", "sh", '"}') == [
            *([], [], [], ["reddish"], [], []),
        ]
        assert shown(PartialReader(spec), start, 'red"', "}") == [[], [], ["red"]]
        assert shown(PartialReader(spec), start, "b", 'lue"}') == [[], ["blue"], []]
        assert shown(PartialReader(spec), start, "x", '"}') == [[], [], []]
        assert shown(PartialReader(spec), '{"result": 7}') == [[]]
        again = PartialReader(spec)
        assert shown(again, start + "b", NEXT, start + "b") == [["blue"], [], ["blue"]]

    def test_a_choice_stands_for_its_value(self) -> None:
        assert shown(PartialReader(Output.choice([1, 2])), '{"result": "2"}') == [[2]]


class TestElementReader:
    def test_only_arrays_have_elements(self) -> None:
        for spec in (RECIPE, Output.json(), Output.text(), OutputSpec("array")):
            with pytest.raises(UnsupportedFunctionalityError, match="array output") as caught:
                ElementReader(spec)
            assert caught.value.functionality == "element_stream"

    def test_each_element_once_complete_and_in_its_type(self) -> None:
        reader = ElementReader(STEPS)
        found = shown(reader, 'Sure: {"elements": [{"text": "a"}, {"te', 'xt": "b"}]} Done.', "!")
        assert found == [[Step("a")], [Step("b")], []]
        assert reader.final

    def test_nulls_of_strict_mode_are_left_out(self) -> None:
        spec = Output.array(dict[str, int])
        assert shown(ElementReader(spec), '{"elements": [{"a": 1}]}') == [[{"a": 1}]]
        (found,) = shown(ElementReader(STEPS), '{"elements": [{"text": "a", "minutes": null}]}')
        assert found == [Step("a")]

    def test_elements_before_broken_text_are_told(self) -> None:
        reader = ElementReader(STEPS)
        assert shown(reader, '{"elements": [{"text": "a"}, {"text": "b"}, }', "]}") == [
            [Step("a"), Step("b")],
            [],
        ]

    def test_an_element_that_does_not_fit_is_named(self) -> None:
        reader = ElementReader(STEPS)
        assert shown(reader, '{"elements": [{"text": "a"}, ') == [[Step("a")]]
        with pytest.raises(NoObjectGeneratedError, match="element 1 does not fit") as caught:
            shown(reader, '{"text": 7}')
        assert isinstance(caught.value.__cause__, SchemaValidationError)
        assert caught.value.text is not None and loads(caught.value.text) == {"text": 7}

    def test_the_rest_is_what_was_not_told(self) -> None:
        reader = ElementReader(STEPS)
        shown(reader, '{"elements": [{"text": "a"}, {"text": "b"}, {"te')
        whole = [Step("a"), Step("b"), Step("c")]
        result: Any = SimpleNamespace(output_error=None, output=whole)
        assert reader.rest(result) == [Step("c")]
        error = NoObjectGeneratedError("no")
        with pytest.raises(NoObjectGeneratedError) as caught:
            reader.rest(SimpleNamespace(output_error=error, output=None))  # type: ignore[arg-type]
        assert caught.value is error

    def test_the_count_begins_anew_with_a_step(self) -> None:
        reader = ElementReader(STEPS)
        shown(reader, '{"elements": [{"text": "a"}, {"text": "b"}', NEXT)
        shown(reader, '{"elements": [{"text": "c"}')
        result: Any = SimpleNamespace(output_error=None, output=[Step("c"), Step("d")])
        assert reader.rest(result) == [Step("d")]
