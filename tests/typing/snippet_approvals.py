"""Approvals, contexts, repairs and generator tools, as a strict user writes them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, assert_type

from ai_sdk import (
    Tool,
    ToolApproval,
    ToolApprovalContext,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolCallRepair,
    ToolContext,
    ToolMessage,
    ToolResult,
    UserMessage,
    aio,
    generate_text,
    stream_text,
    tool,
)

from .samples import City


@dataclass
class Account:
    """What the tool is given."""

    owner: str


@tool(context_schema=Account, title="Pay", metadata={"icon": "coin"})
def pay(amount: int, about: ToolContext[Account]) -> str:
    """Pay."""
    assert_type(about.context, Account)
    assert_type(about.tool_call_id, str)
    if about.cancel is not None:
        about.cancel.check()
    return f"{about.context.owner} pays {amount}"


@tool
def plain_context(about: ToolContext) -> str:
    """A context of any kind."""
    assert_type(about.context, Any)
    return ""


@tool
def steps(n: int) -> Iterator[str]:
    """A generator is a tool."""
    yield from map(str, range(n))


@tool
async def slow_steps(n: int) -> AsyncIterator[str]:
    """So is an asynchronous one."""
    for number in range(n):
        yield str(number)


def one_tool(given: dict[str, Any], context: ToolContext) -> ToolApproval | None:
    """A policy for one tool."""
    return ToolApproval("denied", "too much") if given["amount"] > 9 else None


def all_tools(about: ToolApprovalContext) -> str:
    """A policy for all tools."""
    assert_type(about.tool_call, ToolCall)
    return "user-approval"


async def all_tools_slowly(about: ToolApprovalContext) -> ToolApproval:
    """A coroutine may be a policy as well."""
    return ToolApproval("approved", about.tool_call.tool_name)


def repair(about: ToolCallRepair) -> ToolCall | None:
    """A call is mended, or not."""
    if about.input_schema() is None:
        return None
    return ToolCall(about.tool_call.tool_call_id, "pay", {"amount": 1})


def approvals() -> None:
    """Every form of a policy, and the way back."""
    generate_text("openai:gpt-5", prompt="p", tools=[pay], tool_approval={"pay": "user-approval"})
    generate_text("openai:gpt-5", prompt="p", tools=[pay], tool_approval={"pay": one_tool})
    generate_text("openai:gpt-5", prompt="p", tools=[pay], tool_approval={"pay": "asked"})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    result = generate_text(
        "openai:gpt-5",
        prompt="p",
        tools=[pay, steps, slow_steps],
        tools_context={"pay": Account("ada")},
        tool_approval=all_tools,
        tool_approval_secret="secret",
        repair_tool_call=repair,
    )
    for request in result.tool_approval_requests:
        assert_type(request, ToolApprovalRequest)
        answer = ToolApprovalResponse(request.approval_id, approved=True)
        messages = [UserMessage("p"), *result.response_messages, ToolMessage([answer])]
        generate_text("openai:gpt-5", messages=messages, tools=[pay])


def generators() -> None:
    """Calling a generator tool is calling its function."""
    assert_type(steps(3), Iterator[str])
    assert_type(slow_steps(3), AsyncIterator[str])
    with stream_text("openai:gpt-5", prompt="p", tools=[steps]) as stream:
        for part in stream:
            if isinstance(part, ToolResult) and part.preliminary:
                assert_type(part.tool_call_id, str)


def more_of_a_tool() -> None:
    """What else a tool may say of itself."""
    made = tool(
        name="visit",
        input_schema=City,
        execute=lambda city: city.people,
        input_examples=[{"name": "Rome", "people": 3}],
        on_input_available=lambda given, context: print(given),
        to_model_output=lambda people: f"{people} people",
    )
    assert_type(made, Tool[..., int])


async def awaited() -> None:
    """On the asynchronous face policies may be coroutine functions."""
    await aio.generate_text("openai:gpt-5", prompt="p", tools=[pay], tool_approval=all_tools_slowly)
