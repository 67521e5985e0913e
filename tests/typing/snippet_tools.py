"""Tools keep the signature of the function they are made of."""

from __future__ import annotations

from typing import Any, assert_type

from ai_sdk import (
    ChunkEvent,
    StepEndEvent,
    Tool,
    ToolContext,
    ToolEndEvent,
    aio,
    dynamic_tool,
    generate_text,
    has_tool_call,
    is_step_count,
    openai,
    stream_text,
    tool,
)

from .samples import City


@tool
def weather(city: str, days: int = 1) -> str:
    """The weather in a city."""
    return f"sunny in {city} for {days}"


@tool
async def slow_weather(city: str) -> str:
    """The weather in a city, slowly."""
    return f"sunny in {city}"


@tool(name="adder", timeout=5)
def add(a: int, b: int, context: ToolContext) -> int:
    """Add."""
    return a + b + len(context.messages)


class Desk:
    """Tools may be methods."""

    @tool
    def note(self, text: str) -> str:
        """Write down."""
        return text


def grown(city: City, context: ToolContext) -> City:
    """A larger city."""
    return City(city.name, city.people + len(context.messages))


def plain_function(text: str) -> str:
    """A function is a tool as it is."""
    return text


def signatures() -> None:
    """Calling a tool is calling its function."""
    assert_type(weather("Rome"), str)
    assert_type(weather(city="Rome", days=2), str)
    assert_type(add(1, 2, ToolContext("c1")), int)
    assert_type(weather.name, str)
    weather(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    weather("Rome", hours=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def values() -> None:
    """Tools from schemas: the function's argument is the validated input."""
    visit = tool(name="visit", input_schema=City, execute=lambda city: city.people)
    assert_type(visit, Tool[..., int])
    assert_type(visit(City("Rome", 3)), int)
    grow = tool(name="grow", input_schema=City, execute=grown)
    assert_type(grow(City("Rome", 3), context=ToolContext("c1")), City)
    looked_up = tool(name="look", input_schema={"type": "object"}, execute=lambda x: x)
    asked = tool(name="ask", description="Ask the user.", input_schema={"type": "object"})
    assert_type(asked, Tool[..., Any])
    made = dynamic_tool(name="f", input_schema={"type": "object"}, execute=lambda x: x)
    assert_type(made, Tool[..., Any])
    generate_text("openai:gpt-5", prompt="p", tools=[looked_up, asked, made])


def given() -> None:
    """`tools=` takes tools, functions, methods and provider tools, in a list or by name."""
    model = openai("gpt-5")
    result = generate_text(
        model,
        prompt="p",
        tools=[weather, add, plain_function, Desk().note, openai.tools.web_search()],
        tool_choice="required",
        stop_when=[is_step_count(4), has_tool_call("adder"), lambda steps: len(steps) > 2],
        on_step_end=lambda event: print(event.step.usage.total_tokens),
        on_tool_end=ended,
    )
    assert_type(result.tool_calls[0].tool_name, str)
    assert_type(result.tool_calls[0].input, Any)
    generate_text(model, prompt="p", tools={"weather": weather, "echo": plain_function})
    with stream_text(model, prompt="p", tools=[weather], on_chunk=chunk) as stream:
        stream.result()


async def awaited() -> None:
    """Tools and callbacks may be coroutine functions."""
    assert_type(await slow_weather("Rome"), str)
    result = await aio.generate_text(
        "openai:gpt-5", prompt="p", tools=[weather, slow_weather], on_step_end=step_ended
    )
    assert_type(result.text, str)


def ended(event: ToolEndEvent) -> None:
    """A callback."""
    assert_type(event.seconds, float)


def chunk(event: ChunkEvent) -> None:
    """A callback of streams."""
    print(event.part.type)


async def step_ended(event: StepEndEvent) -> None:
    """A coroutine callback."""
    assert_type(event.step.text, str)
