"""Cases of the loop: what a model says, and with which settings it is asked.

Each case is a function that makes both anew, because settings such as tokens and callbacks keep
state. `tests/test_one_loop.py` runs every case in every way and expects one and the same outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ai_sdk import (
    CancelToken,
    FilePart,
    Output,
    OverloadedError,
    PrepareStepResult,
    ProviderTool,
    ServerError,
    Source,
    SystemMessage,
    ToolCall,
    ToolContext,
    ToolResult,
    Usage,
    UserMessage,
    has_tool_call,
    is_loop_finished,
    is_step_count,
    tool,
)
from ai_sdk.testing import MockLanguageModel, MockReply
from ai_sdk.types.call import ModelToolCall

Case = Callable[[], "tuple[list[Any], dict[str, Any]]"]

CASES: dict[str, Case] = {}
"""Name -> case, for models of every kind."""

TEXT_CASES: dict[str, Case] = {}
"""Those for protocols in which a call's arguments are text."""

MOCK_CASES: dict[str, Case] = {}
"""Those that only the mock can play."""


def case(function: Case) -> Case:
    CASES[function.__name__] = function
    return function


def text_case(function: Case) -> Case:
    TEXT_CASES[function.__name__] = function
    return function


def mock_case(function: Case) -> Case:
    MOCK_CASES[function.__name__] = function
    return function


@tool
def weather(city: str) -> dict[str, Any]:
    """The weather in a city."""
    return {"city": city, "celsius": 7}


@tool
def broken(n: int) -> str:
    """Raises."""
    raise RuntimeError(f"no {n} for you")


@tool
def about_me(about: ToolContext) -> str:
    """Says what it was told."""
    return f"{about.context} in {len(about.messages)} messages"


ASK = tool(name="ask", description="Ask the user.", input_schema={"type": "object"})
ROME = MockReply(tool_calls=[("weather", {"city": "Rome"}, "call_rome")])
LOOP = {"tools": [weather], "stop_when": is_loop_finished()}
RECIPE = {
    "type": "object",
    "properties": {"name": {"type": "string"}},
    "required": ["name"],
    "additionalProperties": False,
}


@case
def a_text() -> Any:
    return ["Hello there."], {"instructions": "Be nice."}


@case
def a_text_in_pieces() -> Any:
    return [MockReply(text_deltas=["Hel", "", "lo ", "there."])], {}


@case
def an_empty_answer() -> Any:
    return [MockReply()], {}


@case
def reasoning() -> Any:
    return [MockReply("So it is.", reasoning="Let me think.")], {}


@case
def a_conversation() -> Any:
    messages = [
        UserMessage("hi"),
        {"role": "assistant", "content": [ToolCall("c0", "weather", {"city": "Oslo"})]},
        {"role": "tool", "content": [ToolResult("c0", "weather", "cold")]},
        {"role": "user", "content": "and now?"},
    ]
    return ["Warm."], {"prompt": None, "messages": messages}


@case
def system_messages_in_the_conversation() -> Any:
    messages = [SystemMessage("rule"), UserMessage("hi")]
    return ["ok"], {"prompt": None, "messages": messages, "allow_system_in_messages": True}


@case
def a_cut_off_answer() -> Any:
    return [MockReply("too lo", finish_reason="length")], {}


@case
def a_filtered_answer() -> Any:
    return [MockReply("no", finish_reason="content-filter")], {}


@case
def a_tool_choice_that_the_model_ignores() -> Any:
    return ["No need."], {"tools": [weather], "tool_choice": "required"}


@case
def one_step_with_a_tool() -> Any:
    return [ROME, "never"], {"tools": [weather]}


@case
def two_steps() -> Any:
    first = MockReply(
        "Let me see.", reasoning="hm", tool_calls=ROME.tool_calls, usage=Usage(9, 1, 10)
    )
    return [first, "Clear."], {**LOOP, "instructions": "Be brief."}


@case
def five_steps_at_most() -> Any:
    return [ROME] * 9, {"tools": [weather], "stop_when": is_step_count(5)}


@case
def stopped_by_a_call() -> Any:
    return [ROME, "never"], {**LOOP, "stop_when": [is_step_count(9), has_tool_call("weather")]}


@case
def stopped_by_usage() -> Any:
    spent = lambda steps: sum(step.usage.total_tokens for step in steps) > 20  # noqa: E731
    return [ROME] * 9, {"tools": [weather], "stop_when": spent}


@case
def parallel_calls() -> Any:
    calls = [("weather", {"city": city}, f"call_{city}") for city in ("Rome", "Oslo", "Lima")]
    return [MockReply(tool_calls=calls), "done"], LOOP


@case
def calls_one_by_one() -> Any:
    calls = [("weather", {"city": city}, f"call_{city}") for city in ("Rome", "Oslo", "Lima")]
    return [MockReply(tool_calls=calls), "done"], {**LOOP, "max_parallel_tools": 1}


@case
def a_failing_tool() -> Any:
    calls = MockReply(tool_calls=[("broken", {"n": 3}, "call_1"), *ROME.tool_calls])
    return [calls, "sorry"], {**LOOP, "tools": [weather, broken]}


@case
def an_unknown_tool() -> Any:
    return [MockReply(tool_calls=[("nope", {}, "call_1")]), "sorry"], LOOP


@case
def bad_arguments() -> Any:
    return [MockReply(tool_calls=[("weather", {"town": "Rome"}, "call_1")]), "sorry"], LOOP


@case
def no_arguments() -> Any:
    calls = MockReply(tool_calls=[("about_me", "", "call_1")])
    return [calls, "ok"], {**LOOP, "tools": [about_me], "tools_context": {"about_me": "mine"}}


@case
def a_tool_of_the_callers() -> Any:
    return [MockReply(tool_calls=[("ask", {}, "call_1")]), "never"], {**LOOP, "tools": [ASK]}


@case
def mixed_calls() -> Any:
    calls = MockReply(tool_calls=[("ask", {}, "call_1"), *ROME.tool_calls])
    return [calls, "never"], {**LOOP, "tools": [weather, ASK]}


@case
def a_call_in_a_cut_off_answer() -> Any:
    return [MockReply(tool_calls=ROME.tool_calls, finish_reason="length"), "never"], LOOP


@case
def tools_on_offer() -> Any:
    offer = {"active_tools": ["weather", "about_me"], "tool_order": ["weather"]}
    return ["ok"], {"tools": [about_me, broken, weather], "tool_choice": "required", **offer}


@case
def a_call_of_a_tool_that_is_not_on_offer() -> Any:
    return [ROME, "ok"], {**LOOP, "tools": [weather, broken], "active_tools": ["broken"]}


@case
def an_object() -> Any:
    return [MockReply(text_deltas=['{"na', 'me": "x"}'])], {"output": Output.object(RECIPE)}


@case
def an_object_after_tools() -> Any:
    return [ROME, '{"name": "x"}'], {**LOOP, "output": Output.object(RECIPE)}


@case
def no_object_after_tools() -> Any:
    return [ROME], {"tools": [weather], "output": Output.object(RECIPE)}


@case
def a_bad_object() -> Any:
    return ['{"name": 3}'], {"output": Output.object(RECIPE)}


@case
def a_cut_off_object() -> Any:
    return [MockReply('{"name": "x"}', finish_reason="length")], {"output": Output.object(RECIPE)}


@case
def an_array_and_a_choice() -> Any:
    return ['{"elements": ["a", "b"]}'], {"output": Output.array(str)}


@case
def prepared_steps() -> Any:
    def prepare(context: Any) -> Any:
        if context.step_number == 1:
            return PrepareStepResult(
                instructions="Be short.",
                messages=[UserMessage("again"), *context.response_messages],
                temperature=0.25,
                tool_choice="none",
                runtime_context="second",
            )
        return {"active_tools": ["weather"]} if context.step_number == 0 else None

    settings = {"tools": [weather, broken], "stop_when": is_loop_finished()}
    given = {"instructions": "Be long.", "runtime_context": "first", "prepare_step": prepare}
    return [ROME, ROME, "done"], {**settings, **given}


@case
def another_model_for_a_step() -> Any:
    other = MockLanguageModel(script=["from the other"], provider="p2", model_id="m2")
    prepare = lambda context: {"model": other} if context.steps else None  # noqa: E731
    return [ROME, "never"], {**LOOP, "prepare_step": prepare}


@case
def a_wrong_change() -> Any:
    prepare = lambda context: {"top_p": 7} if context.steps else None  # noqa: E731
    return [ROME, "never"], {**LOOP, "prepare_step": prepare}


@case
def prepare_step_raises() -> Any:
    def prepare(context: Any) -> Any:
        raise LookupError("of your own")

    return ["never"], {"prepare_step": prepare}


@case
def a_stop_condition_raises() -> Any:
    def condition(steps: Any) -> Any:
        raise LookupError("of your own")

    return [ROME, "never"], {"tools": [weather], "stop_when": condition}


@case
def payloads() -> Any:
    return [ROME, "done"], {**LOOP, "include": ["request_messages"]}


@case
def an_error_at_once() -> Any:
    return [ServerError("down", status_code=500)], {"max_retries": 0}


@case
def an_error_in_the_second_step() -> Any:
    return [ROME, OverloadedError("busy", status_code=503)], {**LOOP, "max_retries": 0}


@case
def cancelled_as_a_tool_starts() -> Any:
    token = CancelToken()
    stop = lambda event: token.cancel("enough")  # noqa: E731
    return [ROME, "never"], {**LOOP, "cancel": token, "on_tool_start": stop}


@case
def cancelled_between_steps() -> Any:
    token = CancelToken()
    stop = lambda event: token.cancel("enough")  # noqa: E731
    return [ROME, "never"], {**LOOP, "cancel": token, "on_step_end": stop}


@case
def cancelled_before_it_began() -> Any:
    token = CancelToken()
    token.cancel("enough")
    return ["never"], {"cancel": token}


@text_case
def arguments_that_are_no_json() -> Any:
    return [MockReply(tool_calls=[("weather", '{"city": "Ro', "call_1")]), "sorry"], LOOP


@mock_case
def sources_and_files() -> Any:
    found = [Source("s1", url="https://example.com"), FilePart(b"GIF89a", "image/gif")]
    return [MockReply(tool_calls=ROME.tool_calls, content=found), "done"], LOOP


@mock_case
def one_id_for_several_calls() -> Any:
    calls = [("weather", {"city": city}, "same") for city in ("Rome", "Oslo", "Lima")]
    return [MockReply(tool_calls=calls), "done"], LOOP


@mock_case
def the_providers_own_tool() -> Any:
    call = ModelToolCall("search_1", "search", '{"q": "x"}', provider_executed=True)
    found = ToolResult("search_1", "search", ["found"], provider_executed=True)
    return [MockReply("see", content=[call, found])], {"tools": [ProviderTool("mock.search")]}


@mock_case
def the_providers_own_tool_takes_its_time() -> Any:
    search = ProviderTool("mock.search", supports_deferred_results=True)
    call = ModelToolCall("search_1", "search", '{"q": "x"}', provider_executed=True)
    found = ToolResult("search_1", "search", ["found"], provider_executed=True)
    replies = [
        MockReply(content=[call], finish_reason="stop", tool_calls=ROME.tool_calls),
        MockReply("still at it", finish_reason="stop"),
        MockReply("here", content=[found]),
    ]
    return replies, {"tools": [weather, search], "stop_when": is_loop_finished()}


@mock_case
def an_answer_that_ended_in_an_error() -> Any:
    return [MockReply("half", finish_reason="error")], {"output": Output.json()}
