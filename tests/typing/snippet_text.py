"""`generate_text` and its result."""

from __future__ import annotations

from typing import Any, Unpack, assert_type

import ai_sdk
from ai_sdk import (
    Attempt,
    CallWarning,
    FilePart,
    FinishReason,
    GenerateTextResult,
    Message,
    Output,
    Source,
    StepResult,
    TextPart,
    TextSettings,
    Timeout,
    ToolCall,
    ToolResult,
    Usage,
    UserMessage,
    aio,
    generate_text,
    openai,
)

from .samples import City, Mood, Note, Point, Recipe


def plain() -> None:
    """Nothing has to be narrowed."""
    result = generate_text("openai:gpt-5", prompt="Why is the sky blue?")
    assert_type(result, GenerateTextResult[str])
    assert_type(result.text, str)
    assert_type(result.output, str)
    assert_type(result.reasoning_text, str | None)
    assert_type(result.finish_reason, FinishReason)
    assert_type(result.usage, Usage)
    assert_type(result.usage.input_tokens, int | None)
    assert_type(result.usage.input_token_details.cache_read, int | None)
    assert_type(result.tool_calls, tuple[ToolCall, ...])
    assert_type(result.tool_results, tuple[ToolResult, ...])
    assert_type(result.files, tuple[FilePart, ...])
    assert_type(result.sources, tuple[Source, ...])
    assert_type(result.warnings, tuple[CallWarning, ...])
    assert_type(result.attempts, tuple[Attempt, ...])
    assert_type(result.steps, tuple[StepResult, ...])
    assert_type(result.steps[0].text, str)
    assert_type(result.final_step, StepResult)
    assert_type(result.response_messages, tuple[Message, ...])
    assert_type(result.response.model_id, str | None)
    assert_type(result.to_dict(), dict[str, Any])


async def awaited() -> None:
    """The other colour gives the very same class."""
    result = await aio.generate_text(openai("gpt-5"), prompt="Why is the sky blue?")
    assert_type(result, GenerateTextResult[str])
    assert_type(result.text, str)


def settings() -> GenerateTextResult:
    """Settings are keywords; a result without a parameter is one of text."""
    messages: list[Message] = [UserMessage("Hi"), UserMessage([TextPart("there")])]
    result = generate_text(
        openai.chat("gpt-5"),
        instructions="Be brief.",
        messages=messages,
        temperature=0.2,
        max_output_tokens=20,
        stop_sequences=["\n"],
        reasoning="low",
        timeout=Timeout(total=20, idle=5),
        max_retries=1,
        headers={"x-team": "blue"},
        stop_when=ai_sdk.is_step_count(3),
        provider_options=openai.options(store=False) | {"other": {"a": 1}},
        extra_body={"anything": [1]},
    )
    generate_text("openai:gpt-5", messages=[{"role": "user", "content": "Hi"}], timeout=5)
    generate_text("openai:gpt-5", messages=[*messages, *result.response_messages])
    assert_type(settings().output, str)
    return result


def briefly(question: str, **given: Unpack[TextSettings]) -> str:
    """A wrapper that takes every setting and checks it."""
    return generate_text("openai:gpt-5", prompt=question, instructions="Briefly!", **given).text


def wrapped() -> None:
    """Its callers are checked as well."""
    briefly("Why?", temperature=0.1, tools=[len], timeout=5)
    briefly("Why?", temprature=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def outputs() -> None:
    """`output=` types `result.output` and leaves `text` alone."""
    model = openai("gpt-5")
    assert_type(
        generate_text(model, prompt="p", output=Output.object(Recipe)), GenerateTextResult[Recipe]
    )
    made = generate_text(model, prompt="p", output=Output.object(Recipe))
    assert_type(made.output, Recipe)
    assert_type(made.output.steps, list[str])
    assert_type(made.text, str)
    assert_type(generate_text(model, prompt="p", output=Output.object(City)).output, City)
    assert_type(generate_text(model, prompt="p", output=Output.object(Note)).output, Note)
    assert_type(generate_text(model, prompt="p", output=Output.object(Point)).output, Point)
    either = generate_text(model, prompt="p", output=Output.object(City | Recipe))
    assert_type(either.output, City | Recipe)
    mood = generate_text(model, prompt="p", output=Output.object(Mood))
    assert_type(mood.output, Mood)
    several = generate_text(model, prompt="p", output=Output.array(City))
    assert_type(several.output, list[City])
    one = generate_text(model, prompt="p", output=Output.choice(["spam", "ham"]))
    assert_type(one.output, str)
    assert_type(generate_text(model, prompt="p", output=Output.json()).output, Any)
    assert_type(generate_text(model, prompt="p", output=Output.text()).output, str)
    document = {"type": "object", "properties": {"a": {"type": "integer"}}}
    assert_type(generate_text(model, prompt="p", output=Output.object(document)).output, Any)
    assert_type(
        generate_text(model, prompt="p", output=Output.array({"type": "integer"})).output,
        list[Any],
    )


async def awaited_outputs() -> None:
    """The same in the other colour."""
    made = await aio.generate_text("openai:gpt-5", prompt="p", output=Output.object(Recipe))
    assert_type(made, GenerateTextResult[Recipe])
    assert_type(made.output.name, str)
    several = await aio.generate_text("openai:gpt-5", prompt="p", output=Output.array(City))
    assert_type(several.output, list[City])


def narrowed() -> str:
    """Content is a union that `match` takes apart."""
    result = generate_text("openai:gpt-5", prompt="Hi")
    for part in result.content:
        match part:
            case TextPart(text):
                assert_type(text, str)
            case ToolCall(tool_call_id, tool_name):
                assert_type(tool_call_id, str)
                assert_type(tool_name, str)
            case _:
                pass
    return result.text
