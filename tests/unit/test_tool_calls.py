"""Tool calls as the model wrote them: read, checked, told apart, told to the reader."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from ai_sdk import dynamic_tool, tool
from ai_sdk.engine.assemble import Assembler
from ai_sdk.engine.step_parts import StepParts
from ai_sdk.engine.tool_calls import check_call, recheck_call
from ai_sdk.errors import InvalidToolInputError, NoSuchToolError
from ai_sdk.json_codec import JSONError, dumps
from ai_sdk.schema import SchemaValidationError
from ai_sdk.types._value import evolve
from ai_sdk.types.call import (
    CallWarning,
    ModelFinish,
    ModelToolCall,
    RequestInfo,
    ResponseInfo,
    ResponseMetadata,
)
from ai_sdk.types.content import ReasoningPart, TextPart, ToolCall
from ai_sdk.types.http import Attempt
from ai_sdk.types.stream_parts import (
    Raw,
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
)
from ai_sdk.types.tools import ProviderTool
from ai_sdk.types.usage import Usage

NOTE = {"openai": {"id": "x"}}


@tool(title="Doubler", metadata={"team": "sums"})
def double(number: int) -> int:
    """Twice."""
    return 2 * number


@tool(strict=True)
def pick(size: int | None = None, colour: Literal["red"] = "red") -> str:
    """Choose."""
    return f"{size} {colour}"


@tool
def loose(size: int | None = 3) -> None:
    """Not strict."""


LATER = dynamic_tool(name="later", input_schema={"type": "object"}, execute=lambda given: given)
TOOLS: dict[str, Any] = {
    "double": double,
    "pick": pick,
    "loose": loose,
    "later": LATER,
    "client": tool(name="client", input_schema={"type": "object"}),
    "search": ProviderTool(id="openai.web_search", name="search", args={}),
}


def made(name: str, text: str = "{}", **fields: Any) -> ModelToolCall:
    return ModelToolCall("c1", name, text, provider_metadata=NOTE, **fields)


class TestChecking:
    def test_a_good_call_is_ready_to_run(self) -> None:
        checked = check_call(made("double", '{"number": 4}'), TOOLS)
        assert checked.call == ToolCall(
            "c1",
            "double",
            {"number": 4},
            title="Doubler",
            tool_metadata={"team": "sums"},
            provider_metadata=NOTE,
        )
        assert (checked.tool, checked.arguments) == (double, {"number": 4})

    def test_the_arguments_of_an_answer_that_was_cut_off_do_not_run(self) -> None:
        checked = check_call(made("double", '{"number": 4}'), TOOLS, complete=False)
        assert (checked.tool, checked.arguments) == (None, {"number": 4})
        assert not checked.call.invalid

    def test_a_tool_without_a_function_is_the_caller_s(self) -> None:
        checked = check_call(made("client", '{"a": 1}'), TOOLS)
        assert (checked.tool, checked.call.input, checked.call.invalid) == (None, {"a": 1}, False)

    @pytest.mark.parametrize("text", ["", " \n"])
    def test_no_text_is_no_arguments(self, text: str) -> None:
        assert check_call(made("later", text), TOOLS).arguments == {}

    def test_dynamic_calls_say_so(self) -> None:
        assert check_call(made("later"), TOOLS).call.dynamic
        assert check_call(made("double", '{"number": 1}', dynamic=True), TOOLS).call.dynamic
        assert not check_call(made("double", '{"number": 1}'), TOOLS).call.dynamic

    @pytest.mark.parametrize("text", ['{"a": 1}', "plain words"])
    @pytest.mark.parametrize("tools", [TOOLS, {}])
    def test_what_the_provider_runs_is_not_judged(self, text: str, tools: Any) -> None:
        checked = check_call(made("search", text, provider_executed=True), tools)
        assert checked.call.provider_executed
        assert (checked.call.invalid, checked.tool) == (False, None)
        assert checked.call.input == ({"a": 1} if text.startswith("{") else text)
        assert checked.call.provider_metadata == NOTE

    def test_a_provider_s_tool_that_the_caller_runs(self) -> None:
        checked = check_call(made("search", "plain words"), TOOLS)
        assert (checked.call.input, checked.call.invalid) == ("plain words", False)

    def test_strict_nulls_are_no_arguments(self) -> None:
        assert check_call(made("pick", '{"size": null, "colour": null}'), TOOLS).arguments == {
            "size": None
        }
        assert check_call(made("loose", '{"size": null}'), TOOLS).arguments == {"size": None}

    def test_an_input_that_is_no_json(self) -> None:
        checked = check_call(made("double", '{"number": '), TOOLS)
        error = checked.call.error
        assert isinstance(error, InvalidToolInputError)
        assert (error.tool_name, error.tool_call_id) == ("double", "c1")
        assert error.tool_input == checked.call.input == '{"number": '
        assert isinstance(error.__cause__, JSONError)
        assert (checked.call.invalid, checked.call.dynamic, checked.tool) == (True, True, None)
        assert "are no JSON" in str(error)

    @pytest.mark.parametrize("given", [{"number": "four"}, {}, [1]])
    def test_an_input_that_does_not_fit(self, given: Any) -> None:
        checked = check_call(made("double", dumps(given).decode()), TOOLS)
        error = checked.call.error
        assert isinstance(error, InvalidToolInputError)
        assert (error.tool_name, error.tool_call_id, error.tool_input) == ("double", "c1", given)
        assert isinstance(error.__cause__, SchemaValidationError)
        assert "do not fit its schema" in str(error)
        assert (checked.call.input, checked.call.invalid, checked.tool) == (given, True, None)

    def test_arguments_too_deep_for_their_schema_are_invalid(self) -> None:
        class Deep:
            def validate(self, given: Any) -> Any:
                raise RecursionError("too deep")

        checked = check_call(made("later"), {"later": evolve(LATER, input_schema=Deep())})
        assert isinstance(checked.call.error, InvalidToolInputError)
        assert isinstance(checked.call.error.__cause__, RecursionError)

    def test_a_tool_that_is_not_there(self) -> None:
        checked = check_call(made("dubble", '{"number": 4}'), {"double": double, "pick": pick})
        error = checked.call.error
        assert isinstance(error, NoSuchToolError)
        assert (error.tool_name, error.tool_call_id) == ("dubble", "c1")
        assert error.available == ("double", "pick")
        assert "the tools are: double, pick" in str(error)
        assert (checked.call.input, checked.call.invalid) == ({"number": 4}, True)
        assert "the tools are: none" in str(check_call(made("x"), {}).call.error)

    def test_a_stored_call_is_read_again(self) -> None:
        call = check_call(made("double", '{"number": 4}', dynamic=True), TOOLS).call
        again = recheck_call(call, TOOLS)
        assert (again.call, again.tool, again.arguments) == (call, double, {"number": 4})

    def test_a_stored_input_that_was_no_json_is_none_again(self) -> None:
        call = check_call(made("double", "{"), TOOLS).call
        again = recheck_call(call, TOOLS)
        assert (again.call.input, again.call.invalid) == ("{", True)


class TestStepParts:
    def test_the_first_step_s_parts_are_the_model_s(self) -> None:
        text, thought = TextDelta("0", "a"), ReasoningDelta("1", "b")
        ends = TextStart("0"), TextEnd("0"), ReasoningStart("1"), ReasoningEnd("1")
        found = StepParts(0, {}).feed([text, thought, *ends])
        assert all(one is other for one, other in zip(found, [text, thought, *ends], strict=True))

    def test_blocks_of_later_steps_have_ids_of_their_own(self) -> None:
        parts = [TextStart("0"), TextDelta("0", "a"), TextEnd("0")]
        thoughts = [ReasoningStart("1"), ReasoningDelta("1", "b"), ReasoningEnd("1")]
        found = StepParts(2, {}).feed([*parts, *thoughts, ToolInputDelta("c1", "{"), Raw({"a": 1})])
        assert found == [
            *(TextStart("2:0"), TextDelta("2:0", "a"), TextEnd("2:0")),
            *(ReasoningStart("2:1"), ReasoningDelta("2:1", "b"), ReasoningEnd("2:1")),
            *(ToolInputDelta("c1", "{"), Raw({"a": 1})),
        ]

    def test_empty_deltas_are_told_only_with_metadata(self) -> None:
        noted = TextDelta("0", "", NOTE)
        assert StepParts(0, {}).feed([TextDelta("0", ""), noted, ReasoningDelta("1", "")]) == [
            noted
        ]

    def test_what_the_reader_does_not_see(self) -> None:
        hidden = [ResponseMetadata("r"), ModelFinish("stop")]
        assert StepParts(0, {}).feed([*hidden, Raw(1)]) == [Raw(1)]
        assert StepParts(0, {}, raw=False).feed([*hidden, Raw(1)]) == []

    def test_calls_are_checked_and_told_apart(self) -> None:
        parts = StepParts(0, TOOLS)
        first, second = parts.feed([made("double", '{"number": 1}'), made("double", "{")])
        assert (first.tool_call_id, second.tool_call_id) == ("c1", "c1-2")
        assert [*parts.calls] == ["c1", "c1-2"]
        assert parts.calls["c1"].call is first
        assert parts.calls["c1-2"].call is second
        assert (first.invalid, second.invalid) == (False, True)

    @pytest.mark.parametrize(
        ("name", "dynamic", "title"),
        [
            ("double", False, "Doubler"),
            ("later", True, None),
            ("pick", False, None),
            ("search", False, None),
            ("nobody", False, None),
        ],
    )
    def test_the_start_of_a_call_says_what_its_tool_is(
        self, name: str, dynamic: bool, title: str | None
    ) -> None:
        (found,) = StepParts(1, TOOLS).feed([ToolInputStart("c1", name)])
        assert found == ToolInputStart("c1", name, dynamic=dynamic, title=title)
        (found,) = StepParts(1, TOOLS).feed([ToolInputStart("c1", name, dynamic=True)])
        assert found.dynamic

    def test_a_start_that_its_tool_says_nothing_of_stays(self) -> None:
        start = ToolInputStart("c1", "pick", title="mine")
        assert StepParts(0, TOOLS).feed([start])[0] is start


class TestAssembler:
    def test_blocks_grow_side_by_side(self) -> None:
        assembler = Assembler()
        assembler.feed(
            [
                *(ReasoningStart("1"), TextStart("0"), TextDelta("0", "a")),
                *(ReasoningDelta("1", "x"), TextDelta("0", "b"), ReasoningEnd("1"), TextEnd("0")),
                *(TextDelta("0", "again"), ReasoningDelta("2", "y")),
            ]
        )
        assert assembler.content() == (
            *(ReasoningPart("x"), TextPart("ab"), TextPart("again"), ReasoningPart("y")),
        )

    def test_metadata_of_a_block_is_joined(self) -> None:
        assembler = Assembler()
        assembler.feed(
            [
                ReasoningStart("0", {"a": {"x": 1, "y": 1}}),
                ReasoningDelta("0", "t", {"a": {"y": 2}, "b": {"z": 3}}),
                ReasoningDelta("0", "u", {}),
                ReasoningEnd("0", {"b": {"w": 4}}),
                ReasoningEnd("unknown", {"b": {"w": 5}}),
            ]
        )
        note = {"a": {"x": 1, "y": 2}, "b": {"z": 3, "w": 4}}
        assert assembler.content() == (ReasoningPart("tu", provider_metadata=note),)

    def test_empty_blocks_vanish_unless_they_carry_metadata(self) -> None:
        assembler = Assembler()
        assembler.feed([TextStart("0"), TextEnd("0"), ReasoningStart("1"), ReasoningEnd("1", NOTE)])
        assert assembler.content() == (ReasoningPart("", provider_metadata=NOTE),)

    def test_the_input_of_a_call_is_no_content(self) -> None:
        assembler = Assembler()
        call = made("f")
        parts = [ToolInputStart("c1", "f"), ToolInputDelta("c1", "{}"), ToolInputEnd("c1"), call]
        assembler.feed([*parts, Raw({})])
        assert assembler.content() == (call,)

    def test_many_pieces_are_one_text(self) -> None:
        assembler = Assembler()
        for number in range(3000):
            assembler.feed([TextDelta("0", f"{number},")])
        (part,) = assembler.content()
        assert isinstance(part, TextPart)
        assert part.text == "".join(f"{number}," for number in range(3000))
        (block,) = assembler._content
        assert len(block.pieces) + len(block.folded) < 1100

    def test_the_result_is_all_that_was_told(self) -> None:
        assembler = Assembler()
        meta = ResponseMetadata("r1", "m", usage=Usage(1))
        early, late = CallWarning("other", "early"), CallWarning("other", "late")
        finish = ModelFinish("length", "max", Usage(1, 2, 3), NOTE, (late,))
        assembler.feed([meta, TextDelta("0", "a"), finish])
        request, response = RequestInfo(body={"a": 1}), ResponseInfo("r1")
        result = assembler.result(
            warnings=[early], request=request, response=response, attempts=[Attempt(200)]
        )
        assert result.content == (TextPart("a"),)
        assert (result.finish_reason, result.raw_finish_reason) == ("length", "max")
        assert (result.usage, result.warnings) == (Usage(1, 2, 3), (early, late))
        assert result.provider_metadata == NOTE
        assert (result.request, result.response) == (request, response)
        assert result.attempts == (Attempt(200),)

    def test_without_an_end_mark_the_reader_says_why(self) -> None:
        assembler = Assembler()
        assembler.feed([ResponseMetadata("r1", usage=Usage(7))])
        result = assembler.result(cut_reason="error")
        assert (result.finish_reason, result.usage) == ("error", Usage(7))
        assert assembler.result().finish_reason == "other"
