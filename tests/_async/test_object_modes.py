"""Models that cannot be held to a schema: the answer through a tool, or asked in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from ai_sdk.aio import (
    CallWarning,
    NoObjectGeneratedError,
    Output,
    ProviderTool,
    StartStep,
    generate_object,
    generate_text,
    google,
    is_step_count,
    openai_compatible,
    stream_object,
    stream_text,
    tool,
)
from ai_sdk.testing import MockLanguageModel, MockReply, ProviderServer, Reply, ToolCall
from ai_sdk.types.models import ModelCapabilities
from ai_sdk.types.tools import FunctionTool, ToolChoice

TOOLS_ONLY = ModelCapabilities(json_schema=False, json_object=False)
JSON_ONLY = ModelCapabilities(json_schema=False, tools=False)
TEXT_ONLY = ModelCapabilities(json_schema=False, json_object=False, tools=False)


@dataclass
class Point:
    """A point."""

    x: int
    y: int = 0


@tool
def look(place: str) -> str:
    """Look somewhere."""
    return f"nothing in {place}"


def model(*script: Any, able: ModelCapabilities = TOOLS_ONLY) -> MockLanguageModel:
    return MockLanguageModel(script=script, capabilities=able)


ANSWER = MockReply(tool_calls=[("answer", {"x": 1, "y": 2})])


async def both_ways(mock: MockLanguageModel, **given: Any) -> list[Any]:
    """The results of a plain and of a streamed run."""
    plain = await generate_text(mock, prompt="hi", **given)
    async with stream_text(mock, prompt="hi", **given) as stream:
        return [plain, await stream.result()]


async def test_the_answer_is_the_input_of_a_forced_tool() -> None:
    mock = model(ANSWER)

    results = await both_ways(mock, output=Output.object(Point))

    for result, call in zip(results, mock.calls, strict=True):
        assert result.output == Point(1, 2)
        assert result.text == '{"x":1,"y":2}'
        assert result.finish_reason == "stop"
        assert result.tool_calls == ()
        assert result.warnings == (
            CallWarning(
                "compatibility",
                "this model cannot be held to a JSON Schema: a tool takes the answer",
                "output",
            ),
        )
        assert call.response_format is None
        assert call.tool_choice == ToolChoice("tool", "answer")
        (offered,) = call.tools
        assert isinstance(offered, FunctionTool)
        assert list(offered.input_schema["properties"]) == ["x", "y"]


async def test_a_streamed_tool_answer_grows() -> None:
    mock = model(ANSWER)

    async with stream_object(mock, Point, prompt="hi") as stream:
        text = [delta async for delta in stream.text_stream]
        result = await stream.result()

    assert "".join(text) == '{"x":1,"y":2}'
    assert result.object == Point(1, 2)


async def test_with_other_tools_the_model_must_call_one_of_them() -> None:
    script = [MockReply(tool_calls=[("look", {"place": "here"})]), ANSWER]

    for streamed in (False, True):
        mock = model(*script)
        given: dict[str, Any] = {
            "prompt": "hi",
            "tools": [look],
            "output": Output.object(Point),
            "stop_when": is_step_count(3),
        }
        if streamed:
            async with stream_text(mock, **given) as stream:
                result = await stream.result()
        else:
            result = await generate_text(mock, **given)

        assert result.output == Point(1, 2)
        assert [step.finish_reason for step in result.steps] == ["tool-calls", "stop"]
        assert [each.output for each in result.tool_results] == ["nothing in here"]
        for call in mock.calls:
            assert [each.name for each in call.tools] == ["look", "answer"]
            assert call.tool_choice == ToolChoice("required")


async def test_an_answer_beside_other_calls_waits_for_them() -> None:
    first = MockReply(tool_calls=[("look", {"place": "here"}), ("answer", {"x": 9})])
    mock = model(first, ANSWER)

    result = await generate_text(
        mock, prompt="hi", tools=[look], output=Output.object(Point), stop_when=is_step_count(3)
    )

    assert result.output == Point(1, 2)
    assert len(result.steps) == 2


async def test_talk_beside_the_answer_is_left_out() -> None:
    mock = model(MockReply(text="Sure!", tool_calls=[("answer", {"x": 1})]))

    results = await both_ways(mock, output=Output.object(Point))

    assert [result.text for result in results] == ['{"x":1}', '{"x":1}']


async def test_an_answer_in_text_counts_too() -> None:
    mock = model('{"x": 1}')

    results = await both_ways(mock, output=Output.object(Point))

    assert [result.output for result in results] == [Point(1), Point(1)]


async def test_of_several_answers_the_first_counts_and_a_warning_says_so() -> None:
    mock = model(MockReply(tool_calls=[("answer", {"x": 1}), ("answer", {"x": 2})]))

    plain, streamed = await both_ways(mock, output=Output.object(Point))

    assert plain.output == streamed.output == Point(1)
    assert plain.warnings[-1].message == "the model gave 2 answers at once; the first one counts"
    assert plain.warnings == streamed.warnings


async def test_a_tool_named_answer_keeps_its_name() -> None:
    @tool
    def answer(text: str) -> str:
        """Answer the phone."""
        return text

    mock = model(MockReply(tool_calls=[("answer_2", {"x": 4})]))

    result = await generate_text(mock, prompt="hi", tools=[answer], output=Output.object(Point))

    assert result.output == Point(4)


@pytest.mark.parametrize(
    "settings",
    [
        {"tools": [look], "tool_choice": ToolChoice("tool", "look")},
        {"tools": [look], "tool_choice": "none"},
        {"reasoning": "high"},
    ],
)
async def test_where_no_tool_can_be_forced_the_schema_is_in_the_words(
    settings: dict[str, Any],
) -> None:
    mock = model('{"x": 1}')

    results = await both_ways(mock, output=Output.object(Point), **settings)

    for result, call in zip(results, mock.calls, strict=True):
        assert result.output == Point(1)
        assert [tool.name for tool in call.tools] == [t.name for t in settings.get("tools", ())]
        assert '"x":{"type":"integer"}' in str(call.prompt[0].content)
        assert "the schema is in the instructions" in result.warnings[0].message


@pytest.mark.parametrize(("able", "kept"), [(JSON_ONLY, "json"), (TEXT_ONLY, None)])
async def test_words_join_the_instructions(able: ModelCapabilities, kept: str | None) -> None:
    mock = model('{"x": 1}', able=able)

    result = await generate_object(mock, Point, instructions="Be brief.", prompt="hi")

    (call,) = mock.calls
    assert [message.role for message in call.prompt] == ["system", "user"]
    assert str(call.prompt[0].content).startswith("Be brief.\n\nAnswer with JSON only")
    asked = call.response_format
    assert (asked.type if asked else None) == kept
    assert asked is None or asked.schema is None
    assert [warning.type for warning in result.warnings] == ["compatibility"]


async def test_a_model_that_takes_schemas_but_not_beside_tools() -> None:
    able = ModelCapabilities(json_with_tools=False)
    alone = model('{"x": 1}', able=able)
    beside = model(MockReply(tool_calls=[("look", {"place": "here"})]), ANSWER, able=able)
    own = model('{"x": 1}', able=able)
    anything = model("[1]", able=able)
    search = ProviderTool("mock.search")

    await generate_object(alone, Point, prompt="hi")
    result = await generate_text(
        beside, prompt="hi", tools=[look], output=Output.object(Point), stop_when=is_step_count(3)
    )
    other = await generate_text(own, prompt="hi", tools=[search], output=Output.object(Point))
    more = await generate_text(anything, prompt="hi", tools=[look], output=Output.json())

    assert alone.calls[0].response_format is not None
    assert result.output == Point(1, 2)
    assert all(call.response_format is None for call in beside.calls)
    assert "beside tools: a tool takes the answer" in result.warnings[0].message
    assert other.output == Point(1)
    assert [tool.name for tool in own.calls[0].tools] == ["search"]
    assert own.calls[0].response_format is None
    assert "beside tools: the schema is in the instructions" in other.warnings[0].message
    assert anything.calls[0].response_format is None
    assert more.output == [1]


async def test_a_model_that_takes_schemas_is_asked_as_the_caller_asked() -> None:
    mock = MockLanguageModel('{"x": 1}')

    result = await generate_object(mock, Point, prompt="hi")

    (call,) = mock.calls
    assert call.response_format is not None
    assert call.response_format.schema is not None
    assert result.warnings == ()


async def test_a_schema_that_the_dialect_cannot_say_is_named_with_its_path() -> None:
    able = ModelCapabilities(schema_dialect="gemini")
    mock = model('{"names": {"a": 1}}', able=able)
    schema = {
        "type": "object",
        "properties": {
            "names": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
    }

    result = await generate_object(mock, schema, prompt="hi")

    assert result.object == {"names": {"a": 1}}
    assert "$.properties.names" in result.warnings[0].message


@pytest.mark.parametrize("prompt", ["hi", "Give me json."])
async def test_json_without_a_schema_is_spoken_of(prompt: str) -> None:
    mock = model("[1]", able=ModelCapabilities())

    result = await generate_object(mock, output="no-schema", prompt=prompt)

    assert result.object == [1]
    assert result.warnings == ()
    (call,) = mock.calls
    assert "json" in "".join(str(m.content) for m in call.prompt).lower()
    assert len(call.prompt) == (2 if prompt == "hi" else 1)


async def test_json_without_a_schema_or_a_json_mode() -> None:
    mock = model("[1]", able=TEXT_ONLY)

    result = await generate_object(mock, output="no-schema", prompt="hi")

    assert mock.calls[0].response_format is None
    assert result.warnings[0].message == "this model has no JSON mode: it is asked in words"


async def test_a_stream_tells_its_warnings_at_the_start() -> None:
    async with stream_object(model(ANSWER), Point, prompt="hi") as stream:
        parts = [part async for part in stream]

    starts = [part for part in parts if isinstance(part, StartStep)]
    assert [warning.type for warning in starts[0].warnings] == ["compatibility"]


async def test_a_bad_tool_answer_is_no_object() -> None:
    mock = model(MockReply(tool_calls=[("answer", {"x": "one"})]))

    with pytest.raises(NoObjectGeneratedError) as caught:
        await generate_object(mock, Point, prompt="hi")

    assert json.loads(caught.value.text or "") == {"x": "one"}


@pytest.mark.parametrize("streamed", [False, True])
async def test_every_mode_over_a_real_socket(streamed: bool) -> None:
    """A vendor that takes no schemas: the request that arrives, and what comes of the reply."""
    text = '{"x": 12, "y": 34}'
    pieces = [text[at : at + 3] for at in range(0, len(text), 3)]
    calls = Reply.tool_calls([ToolCall("answer", text)])
    words = Reply.text(
        f"Sure:\n```json\n{text}\n```", deltas=["Sure:\n```", "json\n", *pieces, "\n```"]
    )
    seen: list[Any] = []

    with ProviderServer([calls, words]) as server:
        vendor = openai_compatible(
            name="vendor", base_url=server.base_url, api_key="test-key", json_schema=False
        )
        for reasoning in (None, "high"):  # with reasoning no tool can be forced
            given: dict[str, Any] = {"prompt": "hi", "reasoning": reasoning}
            if streamed:
                async with stream_object(vendor.chat("m"), Point, **given) as stream:
                    seen.append([each async for each in stream.partial_object_stream])
                    result = await stream.result()
            else:
                result = await generate_object(vendor.chat("m"), Point, **given)
            assert result.object == Point(12, 34)
            assert "compatibility" in [warning.type for warning in result.warnings]
        first, second = (request.json for request in server.requests)

    assert first["tool_choice"] == {"type": "function", "function": {"name": "answer"}}
    assert "response_format" not in first
    assert "tools" not in second
    assert second["response_format"] == {"type": "json_object"}
    assert '"x":{"type":"integer"}' in str(second["messages"][0]["content"])
    for snapshots in seen:
        assert snapshots[-1] == {"x": 12, "y": 34}
        assert len(snapshots) > 1


@pytest.mark.parametrize(
    ("model_id", "able"), [("gemini-2.5-flash", False), ("gemini-3-pro", True)]
)
def test_which_gemini_takes_a_schema_beside_tools(model_id: str, able: bool) -> None:
    assert google(model_id).capabilities.json_with_tools is able
