"""What models are told of tool results, what tools know, and what their callbacks hear."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import pytest

from ai_sdk.aio import (
    ContentOutput,
    FilePart,
    InvalidArgumentError,
    InvalidToolOutputError,
    TextPart,
    Timeout,
    ToolCall,
    ToolContext,
    ToolInputStart,
    ToolResult,
    dynamic_tool,
    generate_text,
    is_step_count,
    tool,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.json_codec import loads
from ai_sdk.testing import MockLanguageModel, MockReply
from tests.ways import BUT_GOOGLE, EVERY_WAY, SOCKETS_BUT_GOOGLE, STREAMED, WITH_MOCK, Way

from .conformance.play import parts_of, run, weather

PIXEL = b"\x89PNG\r\n\x1a\n" + b"\0" * 25


def once(name: str, given: Any = None) -> MockReply:
    return MockReply(tool_calls=[(name, given or {}, "c1")])


# ---- outputs


@dataclass
class Sky:
    clear: bool


@EVERY_WAY
@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("sunny", "sunny"),
        (Sky(True), '{"clear":true}'),
        ([Sky(True), None], '[{"clear":true},null]'),
        (None, "null"),
        (3.5, "3.5"),
        (TextPart("as a part"), "as a part"),
    ],
)
async def test_results_are_told_as_text_or_json(way: Way, output: Any, told: str) -> None:
    with way.model(once("look"), "done") as model:
        tools = {"look": lambda: output}
        result = await run(way, model, tools=tools, stop_when=is_step_count(2))

        assert model.asked[1].outputs == {"c1": told}
    assert result.tool_results[0].output == output


def itself() -> list[Any]:
    """A list that contains itself."""
    circle: list[Any] = []
    circle.append(circle)
    return circle


@EVERY_WAY
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: {"price": float("nan")}, r"nan at \['price'\] is no JSON number"),
        (lambda: [1, float("-inf")], r"-inf at \[1\]"),
        (lambda: map(str, [1]), "map has no JSON form"),
        (lambda: {"thing": object()}, "object has no JSON form"),
        (lambda: b"\x89PNG", "FilePart"),
        (itself, "no JSON form"),
        (lambda: "x" * 11_000_000, "11,000,002 bytes"),
        (lambda: "x" * 104_857_600, "104,857,602 bytes"),
        (lambda: [TextPart("x" * 6_000_000)] * 2, "12,000,004 bytes"),
        (lambda: "\ud800", "no JSON form"),
        (lambda: (n for n in range(3)), "generator expression"),
    ],
    ids="nan inf map object bytes circle huge 100MB parts surrogate genexpr".split(),
)
async def test_what_no_model_can_read_is_an_error_and_never_distorted(
    way: Way, make: Any, words: str
) -> None:
    with way.model(once("look"), "sorry") as model:
        result = await run(way, model, tools={"look": make}, stop_when=is_step_count(2))

        told = model.asked[1].outputs["c1"]
    (failed,) = result.tool_errors
    assert str(failed.error) == told
    assert failed.error.tool_name == "look"
    assert result.text == "sorry"
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(told)


async def test_the_error_of_a_bad_result_has_a_type_of_its_own() -> None:
    result = await generate_text(
        MockLanguageModel(script=[once("look")]), prompt="hi", tools={"look": object}
    )

    assert type(result.tool_errors[0].error) is InvalidToolOutputError


@WITH_MOCK
async def test_to_model_output_may_know_the_call(way: Way) -> None:
    def show(output: list[int], context: ToolContext) -> str:
        return f"{len(output)} of {context.input['n']} for {context.context}"

    @tool(to_model_output=show, context_schema=str)
    def numbers(n: int) -> list[int]:
        """Numbers."""
        return list(range(n))

    with way.model(once("numbers", {"n": 3}), "done") as model:
        result = await run(
            way,
            model,
            tools=[numbers],
            tools_context={"numbers": "ada"},
            stop_when=is_step_count(2),
        )

        assert model.asked[1].outputs == {"c1": "3 of 3 for ada"}
    assert result.tool_results[0].output == [0, 1, 2]


@EVERY_WAY
async def test_a_failing_to_model_output_fails_the_call(way: Way) -> None:
    def show(output: Any) -> str:
        raise KeyError("nothing to show")

    with way.model(once("f"), "sorry") as model:
        made = tool(name="f", to_model_output=show)(lambda: 1)
        result = await run(way, model, tools=[made], stop_when=is_step_count(2))

        assert model.asked[1].outputs == {"c1": "KeyError: 'nothing to show'"}
    assert result.tool_results == ()


def picture() -> list[Any]:
    """Text and an image."""
    return [TextPart("the view"), FilePart(PIXEL, "image/png")]


IMAGE = pytest.mark.parametrize(
    "tools",
    [
        {"look": picture},
        {"look": tool(name="look", to_model_output=lambda _: ContentOutput(picture()))(lambda: 1)},
        {
            "look": tool(
                name="look",
                to_model_output=lambda _: {
                    "type": "content",
                    "value": [
                        {"type": "text", "text": "the view"},
                        {"type": "file", "data": PIXEL, "media_type": "image/png"},
                    ],
                },
            )(lambda: 1)
        },
    ],
    ids=["parts", "content output", "dict"],
)


@SOCKETS_BUT_GOOGLE
@IMAGE
async def test_images_reach_the_model_through_every_protocol(way: Way, tools: Any) -> None:
    with way.model(once("look"), "done") as model:
        result = await run(way, model, tools=tools, stop_when=is_step_count(2))

        assert model.server is not None
        body = model.server.requests[1].json
    assert result.tool_errors == ()
    if way.via == "responses":
        (output,) = [item for item in body["input"] if item.get("type") == "function_call_output"]
        text, image = output["output"]
        assert text == {"type": "input_text", "text": "the view"}
        assert image["image_url"].startswith("data:image/png;base64,iVBOR")
        assert result.warnings == ()
        return
    if way.via == "anthropic":
        (block,) = body["messages"][-1]["content"]
        text, image = block["content"]
        assert text == {"type": "text", "text": "the view"}
        assert image["source"]["data"].startswith("iVBOR")
        assert result.warnings == ()
        return
    _, _, told, follows = body["messages"]
    assert told["role"] == "tool"
    assert "the view" in str(told["content"])
    assert follows["role"] == "user"
    assert follows["content"][0]["image_url"]["url"].startswith("data:image/png;base64,iVBOR")
    assert [warning.type for warning in result.warnings] == ["compatibility"]
    assert "follow in a user message" in result.warnings[0].message


# ---- contexts


@dataclass
class Cart:
    owner: str


@EVERY_WAY
@pytest.mark.parametrize("entry", [Cart("ada"), {"owner": "ada"}])
async def test_a_context_schema_gives_tools_their_type(way: Way, entry: Any) -> None:
    seen: list[Any] = []

    @tool(context_schema=Cart)
    def add(item: str, about: ToolContext[Cart]) -> str:
        """Add."""
        seen.append(about)
        return f"{item} for {about.context.owner}"

    with way.model(once("add", {"item": "lamp"}), "done") as model:
        await run(
            way, model, tools=[add], tools_context={"add": entry}, runtime_context={"trace": 1}
        )

    (about,) = seen
    assert about.context == Cart("ada")
    assert about.runtime_context == {"trace": 1}
    assert about.input == {"item": "lamp"}
    assert (about.tool_call_id, [m.role for m in about.messages]) == ("c1", ["user"])
    assert not about.cancel.cancelled


@EVERY_WAY
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, r"tools_context\['add'\] is missing"),
        ({"add": {"owner": 3}}, r"tools_context\['add'\] does not fit.*owner"),
        ({"add": {"owner": "ada"}, "ad": 1}, "names 'ad'; the tools are: add"),
        ([], "tools_context must be a mapping"),
    ],
)
async def test_a_wrong_context_is_refused_before_anything_is_sent(
    way: Way, given: Any, words: str
) -> None:
    made = tool(name="add", input_schema={"type": "object"}, context_schema=Cart)

    with way.model("never") as model:
        with pytest.raises(InvalidArgumentError, match=words):
            await run(way, model, tools=[made], tools_context=given)

        assert model.asked == []


# ---- what calls carry, and callbacks of their input


@EVERY_WAY
async def test_calls_carry_title_and_metadata(way: Way) -> None:
    made = tool(name="f", title="The F", metadata={"icon": "f"})(lambda: 1)

    with way.model(once("f")) as model:
        result = await run(way, model, tools=[made])

    (call,) = result.tool_calls
    assert (call.title, call.tool_metadata) == ("The F", {"icon": "f"})


@STREAMED
async def test_the_start_of_the_input_carries_the_title(way: Way) -> None:
    made = tool(name="f", title="The F")(lambda: 1)

    with way.model(once("f")) as model:
        parts = await parts_of(model, tools=[made])

    (start,) = [part for part in parts if isinstance(part, ToolInputStart)]
    assert (start.title, start.dynamic) == ("The F", False)


@STREAMED
async def test_calls_of_dynamic_tools_are_marked(way: Way) -> None:
    made = dynamic_tool(name="f", input_schema={"type": "object"}, execute=lambda given: given)

    with way.model(once("f", {"x": [1]})) as model:
        parts = await parts_of(model, tools=[made])

    marked = (ToolInputStart, ToolCall, ToolResult)
    found = [part for part in parts if isinstance(part, marked)]
    assert [type(part) for part in found] == list(marked)
    assert all(part.dynamic for part in found)
    assert found[2].output == {"x": [1]}


@EVERY_WAY
async def test_a_tools_own_limit_wins_over_the_common_one(way: Way) -> None:
    with clock.use(ManualClock()) as time:

        @tool
        def slow() -> str:
            """Takes six seconds."""
            time.advance(6)
            return "late"

        @tool(timeout=10)
        def slower() -> str:
            """Takes six seconds and may."""
            return "in time"

        calls = MockReply(tool_calls=[("slower", {}, "c1"), ("slow", {}, "c2")])
        with way.model(calls, "done") as model:
            result = await run(
                way,
                model,
                tools=[slow, slower],
                timeout=Timeout(tool=5),
                max_parallel_tools=1,
                stop_when=is_step_count(2),
            )

            assert model.asked[1].outputs == {
                "c1": "in time",
                "c2": "APITimeoutError: the tool took longer than 5 s",
            }
    assert result.text == "done"


@EVERY_WAY
async def test_tools_hear_of_their_input(way: Way) -> None:
    heard: list[Any] = []
    made = tool(
        name="add",
        input_schema={"type": "object", "properties": {"item": {"type": "string"}}},
        on_input_start=lambda context: heard.append(("start", context.tool_call_id)),
        on_input_delta=lambda delta, context: heard.append(("delta", delta)),
        on_input_available=lambda given, context: heard.append(("available", given)),
    )

    with way.model(once("add", {"item": "lamp"})) as model:
        await run(way, model, tools=[made, weather])

    if way.streaming:
        assert heard[0] == ("start", "c1")
        written = "".join(each[1] for each in heard if each[0] == "delta")
        assert loads(written) == {"item": "lamp"}
    assert heard[-1] == ("available", {"item": "lamp"})
    assert len([each for each in heard if each[0] == "available"]) == 1
    assert way.streaming or len(heard) == 1


@WITH_MOCK
async def test_a_bad_input_is_not_available_and_a_failing_callback_breaks_nothing(
    way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Any] = []

    def fail(*_: Any) -> None:
        raise RuntimeError("deaf")

    made = tool(
        name="add",
        input_schema={"type": "object", "required": ["item"]},
        on_input_start=fail,
        on_input_available=lambda given, context: heard.append(given),
    )

    with caplog.at_level(logging.ERROR, "ai_sdk"), way.model(once("add")) as model:
        result = await run(way, model, tools=[made])

    assert heard == []
    assert result.tool_calls[0].invalid
    assert ("on_input_start of the tool 'add'" in caplog.text) is way.streaming


@BUT_GOOGLE
async def test_a_strict_tool_takes_null_for_absent(way: Way) -> None:
    @tool(strict=True)
    def look(city: str, days: int = 2) -> str:
        """Look."""
        return f"{city} {days}"

    with way.model(once("look", {"city": "Rome", "days": None}), "done") as model:
        await run(way, model, tools=[look], stop_when=is_step_count(2))

        assert model.asked[1].outputs == {"c1": "Rome 2"}
        if model.server is None:
            return
        (sent,) = model.server.requests[0].json["tools"]
    function = sent.get("function", sent)
    schema = function["input_schema" if way.via == "anthropic" else "parameters"]
    assert function["strict"] is True
    # Anthropic's strict mode knows absent properties, OpenAI's only null ones.
    assert schema["required"] == (["city"] if way.via == "anthropic" else ["city", "days"])
    assert schema["additionalProperties"] is False
