"""Conversations that both libraries hold with the same scripted server.

A conversation is data: what is asked, which tools there are and what they do, what the server
says. `driver.mjs` holds it with the TypeScript SDK, `tests/_async/typescript_calls.py` with ours.
Where the outcome or the requests differ on purpose, the conversation says at which field and why;
the test asserts that the difference is there, so that none outlives its reason.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ai_sdk.testing import Reply, TokenCount, Turn

__all__ = ["CONVERSATIONS", "Conversation"]

OBJECT_FUNCTIONS = ("object", "stream_object")


EVERYWHERE = ("chat", "responses", "anthropic", "google", "azure")
MODELS = {"anthropic": "claude-sonnet-4-5", "google": "gemini-2.5-flash"}
"""Models of the other providers; a conversation names one of OpenAI's."""


@dataclass(frozen=True)
class Conversation:
    """One conversation.

    Attributes:
        name: what it shows.
        call: the arguments, as data: `prompt` or `messages`, `settings` (snake_case), `tools`,
            `stop_when` (`{"steps": n}` or `{"tool": name}`), `output` (`kind` and `schema` or
            `options`), `approvals` (tool name -> status), `prepared` (what `prepare_step` says of each
            step), `repaired` (what `repair_tool_call` makes of the input), `smooth` (chunking).
        script: what the server answers.
        functions: `text` is generateText, `stream` streamText, `object` generateObject,
            `stream_object` streamObject.
        protocols: `chat` and `responses` of OpenAI, `anthropic`, `google`, `azure`.
        model: model id.
        differs: field of the outcome, or `requests` -> why ours is another, and better. A field
            of one function or protocol only is told with it: `stream.error`, `chat.steps`.
    """

    name: str
    call: dict[str, Any]
    script: Sequence[Reply]
    functions: tuple[str, ...] = ("text", "stream")
    protocols: tuple[str, ...] = EVERYWHERE
    model: str = "gpt-4o"
    differs: dict[str, str] = field(default_factory=dict)

    def model_for(self, protocol: str) -> str:
        """The model's id at the provider."""
        return MODELS.get(protocol, self.model)

    def views(self) -> list[str]:
        """The views of a streamed output."""
        return ["partials", "elements"] if self.call["output"]["kind"] == "array" else ["partials"]

    def replies(self) -> list[Reply]:
        """The script, with token counts that do not depend on the words of the requests."""
        return [_counted(reply, 10 * place) for place, reply in enumerate(self.script, 1)]


def _counted(reply: Reply, tokens: int) -> Reply:
    said = reply.content
    if not isinstance(said, Turn):
        return reply
    return replace(reply, content=replace(said, tokens=TokenCount(tokens, 7)))


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


CITY = _object(city={"type": "string"})
RECIPE = _object(
    name={"type": "string"},
    minutes={"type": "integer"},
    steps={"type": "array", "items": {"type": "string"}},
)
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(32))).decode()
PDF = base64.b64encode(b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n").decode()


def _tool(schema: dict[str, Any] = CITY, **does: Any) -> dict[str, Any]:
    return {"description": "The weather in a city.", "schema": schema, "does": does}


ECHO = {"weather": _tool(echo=True)}
TWO = {"weather": _tool(echo=True), "time": _tool(returns="noon")}
ROME, OSLO = ("weather", {"city": "Rome"}), ("weather", {"city": "Oslo"})
ASKED = "How is the weather?"


def _steps(count: int) -> list[dict[str, Any]]:
    return [{"steps": count}]


_UNFINISHED = "the step that did not end is in the error's `partial`, not among the finished ones"
_CUT = {
    "error": "an answer without its end mark is an error; there it is a step like others",
    "order": "nothing follows the cut; there the step and the run are finished all the same",
    "steps": _UNFINISHED,
    "usage": "a run that failed has no total to show for it",
}
_CALL_CUT = {
    **{
        f"{name}.{field}": why
        for name in ("chat", "responses", "azure")
        for field, why in _CUT.items()
    },
    "anthropic.error": "an answer without its end mark is an interruption, of whatever it was",
}
_MISTAKE = "the model sees what it wrote; there it is told that it wrote {}"
_AS_WRITTEN = {
    "chat.requests": _MISTAKE,
    "responses.requests": _MISTAKE,
    "azure.requests": _MISTAKE,
    "stream.anthropic.requests": _MISTAKE,
}
_READ_LATER = {
    "text.error": "the call itself went well: reading `output` raises, the result stays readable",
    "text.output_error": "see above",
    "text.steps": "see above",
    "text.usage": "see above",
}
_DENIED = {
    "steps": "a denied call has a result that says so, so that every call is answered",
    "stream.order": "there the denial is a part of a kind of its own",
}
_INTERRUPTED = {"error": "a connection lost in mid-answer has a class of its own, with `partial`"}

CONVERSATIONS: list[Conversation] = [
    # ---- text
    Conversation("text", {"prompt": "Hello"}, [Reply.text("Hello you.")]),
    Conversation(
        "instructions",
        {"prompt": "Hello", "settings": {"instructions": "You are terse."}},
        [Reply.text("Hi.")],
    ),
    Conversation(
        "several_turns",
        {
            "messages": [
                {"role": "user", "content": "My name is Ann."},
                {"role": "assistant", "content": "Hello Ann."},
                {"role": "user", "content": "What is my name?"},
            ]
        },
        [Reply.text("Ann.")],
    ),
    Conversation(
        "settings_of_chat",
        {
            "prompt": "Hello",
            "settings": {
                "max_output_tokens": 50,
                "temperature": 0.5,
                "top_p": 0.9,
                "presence_penalty": 0.1,
                "frequency_penalty": 0.2,
                "stop_sequences": ["END"],
                "seed": 7,
            },
        },
        [Reply.text("Hi.")],
        protocols=("chat", "google"),
    ),
    Conversation(
        "settings_of_responses",
        {
            "prompt": "Hello",
            "settings": {"max_output_tokens": 50, "temperature": 0.5, "top_p": 0.9},
        },
        [Reply.text("Hi.")],
        protocols=("responses", "anthropic", "google", "azure"),
    ),
    Conversation(
        "provider_options",
        {
            "prompt": "Hello",
            "settings": {"provider_options": {"openai": {"user": "u-1", "store": False}}},
        },
        [Reply.text("Hi.")],
    ),
    Conversation("empty_text", {"prompt": "Hello"}, [Reply.text("")]),
    Conversation(
        "beyond_ascii",
        {"prompt": "Grüße, 世界 \U0001f642"},
        [Reply.text("Zurück, 世界 \U0001f680")],
    ),
    Conversation(
        "cut_by_length", {"prompt": "Hello"}, [Reply.text("Hello y", finish_reason="length")]
    ),
    Conversation(
        "content_filter",
        {"prompt": "Hello"},
        [Reply.text("Hel", finish_reason="content_filter")],
    ),
    Conversation(
        "reasoning",
        {"prompt": "Think.", "settings": {"provider_options": {"openai": {"store": True}}}},
        [Reply.reasoning("Let me see.", "Done.")],
        protocols=("responses",),
        model="gpt-5",
    ),
    Conversation(
        "image",
        {
            "messages": [
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": "What is this?"},
                        {"type": "file", "data_base64": PNG, "media_type": "image/png"},
                    ],
                }
            ]
        },
        [Reply.text("A picture.")],
    ),
    Conversation(
        "pdf",
        {
            "messages": [
                {
                    "role": "user",
                    "content": [
                        {
                            "type": "file",
                            "data_base64": PDF,
                            "media_type": "application/pdf",
                            "filename": "report.pdf",
                        },
                        {"type": "text", "text": "Sum it up."},
                    ],
                }
            ]
        },
        [Reply.text("It is short.")],
    ),
    # ---- tools and steps
    Conversation(
        "tool_then_answer",
        {"prompt": ASKED, "tools": ECHO, "stop_when": _steps(3)},
        [Reply.tool_calls([ROME]), Reply.text("Sunny.")],
    ),
    Conversation(
        "text_beside_a_call",
        {"prompt": ASKED, "tools": ECHO, "stop_when": _steps(3)},
        [Reply.tool_calls([ROME], text="Let me look."), Reply.text("Sunny.")],
    ),
    Conversation(
        "three_steps",
        {"prompt": ASKED, "tools": ECHO, "stop_when": _steps(5)},
        [Reply.tool_calls([ROME]), Reply.tool_calls([OSLO]), Reply.text("Both sunny.")],
    ),
    Conversation(
        "parallel_calls",
        {"prompt": ASKED, "tools": TWO, "stop_when": _steps(3)},
        [
            Reply.tool_calls([ROME, OSLO, ("time", {"city": "Rome"})]),
            Reply.text("Sunny at noon."),
        ],
    ),
    Conversation(
        "one_step_by_default", {"prompt": ASKED, "tools": ECHO}, [Reply.tool_calls([ROME])]
    ),
    Conversation(
        "stopped_after_two_steps",
        {"prompt": ASKED, "tools": ECHO, "stop_when": _steps(2)},
        [Reply.tool_calls([ROME]), Reply.tool_calls([OSLO])],
    ),
    Conversation(
        "stopped_by_a_tool",
        {"prompt": ASKED, "tools": TWO, "stop_when": [{"steps": 9}, {"tool": "time"}]},
        [Reply.tool_calls([ROME]), Reply.tool_calls([("time", {"city": "Rome"})])],
    ),
    Conversation(
        "tool_of_the_caller",
        {"prompt": ASKED, "tools": {"weather": _tool(client=True)}, "stop_when": _steps(3)},
        [Reply.tool_calls([ROME])],
    ),
    Conversation(
        "one_executed_one_of_the_caller",
        {
            "prompt": ASKED,
            "tools": {"weather": _tool(echo=True), "time": _tool(client=True)},
            "stop_when": _steps(3),
        },
        [Reply.tool_calls([ROME, ("time", {"city": "Rome"})])],
    ),
    Conversation(
        "tool_fails",
        {
            "prompt": ASKED,
            "tools": {"weather": _tool(fails="the station is closed")},
            "stop_when": _steps(3),
        },
        [Reply.tool_calls([ROME]), Reply.text("I could not look.")],
    ),
    Conversation(
        "unknown_tool",
        {"prompt": ASKED, "tools": ECHO, "stop_when": _steps(3)},
        [Reply.tool_calls([("forecast", {"city": "Rome"})]), Reply.text("Sorry.")],
    ),
    Conversation(
        "arguments_are_no_json",
        {"prompt": ASKED, "tools": ECHO, "stop_when": _steps(3)},
        [Reply.tool_calls([("weather", '{"city": "Ro')]), Reply.text("Sorry.")],
        differs=_AS_WRITTEN,
    ),
    Conversation(
        "arguments_against_the_schema",
        {"prompt": ASKED, "tools": ECHO, "stop_when": _steps(3)},
        [Reply.tool_calls([("weather", {"city": 3})]), Reply.text("Sorry.")],
    ),
    Conversation(
        "one_good_one_bad_call",
        {"prompt": ASKED, "tools": ECHO, "stop_when": _steps(3)},
        [Reply.tool_calls([ROME, ("weather", {"town": "Oslo"})]), Reply.text("Half of it.")],
    ),
    Conversation(
        "empty_arguments",
        {
            "prompt": ASKED,
            "tools": {"weather": _tool(_object(), returns="sunny")},
            "stop_when": _steps(3),
        },
        [Reply.tool_calls([("weather", "")]), Reply.text("Sunny.")],
        protocols=("chat", "responses"),
    ),
    Conversation(
        "call_cut_by_length",
        {"prompt": ASKED, "tools": ECHO, "stop_when": _steps(3)},
        [Reply.tool_calls([ROME], finish_reason="length")],
    ),
    Conversation(
        "results_that_are_no_text",
        {
            "prompt": ASKED,
            "tools": {"weather": _tool(returns={"sky": "clear", "degrees": [18, 19.5]})},
            "stop_when": _steps(3),
        },
        [Reply.tool_calls([ROME]), Reply.text("Clear.")],
    ),
    Conversation(
        "forced_tool",
        {
            "prompt": ASKED,
            "tools": TWO,
            "settings": {"tool_choice": {"type": "tool", "tool_name": "weather"}},
        },
        [Reply.tool_calls([ROME])],
    ),
    Conversation(
        "any_tool",
        {"prompt": ASKED, "tools": TWO, "settings": {"tool_choice": "required"}},
        [Reply.tool_calls([ROME])],
    ),
    Conversation(
        "no_tool",
        {"prompt": ASKED, "tools": TWO, "settings": {"tool_choice": "none"}},
        [Reply.text("No idea.")],
    ),
    Conversation(
        "active_tools",
        {"prompt": ASKED, "tools": TWO, "settings": {"active_tools": ["time"]}},
        [Reply.text("No idea.")],
    ),
    Conversation(
        "stored_calls_and_results",
        {
            "messages": [
                {"role": "user", "content": ASKED},
                {
                    "role": "assistant",
                    "content": [
                        {"type": "text", "text": "Let me look."},
                        {
                            "type": "tool-call",
                            "tool_call_id": "call_1",
                            "tool_name": "weather",
                            "input": {"city": "Rome"},
                        },
                    ],
                },
                {
                    "role": "tool",
                    "content": [
                        {
                            "type": "tool-result",
                            "tool_call_id": "call_1",
                            "tool_name": "weather",
                            "output": {"type": "json", "value": {"sky": "clear"}},
                        }
                    ],
                },
                {"role": "user", "content": "And tomorrow?"},
            ],
            "tools": ECHO,
        },
        [Reply.text("The same.")],
    ),
    Conversation(
        "preliminary_results",
        {
            "prompt": ASKED,
            "tools": {"weather": _tool(yields=["looking", "still looking", "sunny"])},
            "stop_when": _steps(3),
        },
        [Reply.tool_calls([ROME]), Reply.text("Sunny.")],
    ),
    Conversation(
        "tool_order",
        {
            "prompt": ASKED,
            "tools": {**TWO, "alarm": _tool(echo=True)},
            "settings": {"tool_order": ["weather"]},
        },
        [Reply.text("No idea.")],
    ),
    Conversation(
        "approval_asked_for",
        {
            "prompt": ASKED,
            "tools": ECHO,
            "stop_when": _steps(3),
            "approvals": {"weather": "user-approval"},
        },
        [Reply.tool_calls([ROME])],
    ),
    Conversation(
        "approval_denied_by_policy",
        {
            "prompt": ASKED,
            "tools": ECHO,
            "stop_when": _steps(3),
            "approvals": {"weather": "denied"},
        },
        [Reply.tool_calls([ROME]), Reply.text("I may not look.")],
        differs=_DENIED,
    ),
    Conversation(
        "approved_call_runs_first",
        {
            "messages": [
                {"role": "user", "content": ASKED},
                {
                    "role": "assistant",
                    "content": [
                        {
                            "type": "tool-call",
                            "tool_call_id": "call_1",
                            "tool_name": "weather",
                            "input": {"city": "Rome"},
                        },
                        {
                            "type": "tool-approval-request",
                            "approval_id": "approval_1",
                            "tool_call_id": "call_1",
                        },
                    ],
                },
                {
                    "role": "tool",
                    "content": [
                        {
                            "type": "tool-approval-response",
                            "approval_id": "approval_1",
                            "approved": True,
                        }
                    ],
                },
            ],
            "tools": ECHO,
            "approvals": {"weather": "user-approval"},
        },
        [Reply.text("Sunny.")],
        differs={"steps": "what ran before the first step is among the results of the run"},
    ),
    Conversation(
        "denied_call_does_not_run",
        {
            "messages": [
                {"role": "user", "content": ASKED},
                {
                    "role": "assistant",
                    "content": [
                        {
                            "type": "tool-call",
                            "tool_call_id": "call_1",
                            "tool_name": "weather",
                            "input": {"city": "Rome"},
                        },
                        {
                            "type": "tool-approval-request",
                            "approval_id": "approval_1",
                            "tool_call_id": "call_1",
                        },
                    ],
                },
                {
                    "role": "tool",
                    "content": [
                        {
                            "type": "tool-approval-response",
                            "approval_id": "approval_1",
                            "approved": False,
                            "reason": "not today",
                        }
                    ],
                },
            ],
            "tools": ECHO,
            "approvals": {"weather": "user-approval"},
        },
        [Reply.text("I may not look.")],
        differs=_DENIED,
    ),
    Conversation(
        "steps_prepared",
        {
            "prompt": ASKED,
            "tools": TWO,
            "stop_when": _steps(4),
            "prepared": [
                {"tool_choice": "required", "active_tools": ["weather"]},
                {"instructions": "Be brief."},
                {"temperature": 0.5},
            ],
        },
        [Reply.tool_calls([ROME]), Reply.tool_calls([OSLO]), Reply.text("Sunny.")],
    ),
    Conversation(
        "call_repaired",
        {
            "prompt": ASKED,
            "tools": ECHO,
            "stop_when": _steps(3),
            "repaired": '{"city":"Rome"}',
        },
        [Reply.tool_calls([("weather", {"town": "Rome"})]), Reply.text("Sunny.")],
        differs=dict.fromkeys(
            (
                *(f"google.{field}" for field in ("error", "requests", "steps", "usage")),
                *(f"google.stream.{field}" for field in ("order", "streamed")),
            ),
            "a mended call goes back without the signature of the call as it was, which the server "
            "refuses beside other arguments",
        ),
    ),
    Conversation(
        "call_not_repaired",
        {"prompt": ASKED, "tools": ECHO, "stop_when": _steps(3), "repaired": None},
        [Reply.tool_calls([("weather", {"town": "Rome"})]), Reply.text("Sorry.")],
    ),
    Conversation(
        "smoothed_by_line",
        {"prompt": "A poem.", "smooth": "line"},
        [Reply.text("One.\nTwo.\nThree.", deltas=["On", "e.\nTw", "o.\n", "Three."])],
        functions=("stream",),
    ),
    # ---- structured output
    Conversation(
        "output_object",
        {"prompt": "A soup.", "output": {"kind": "object", "schema": RECIPE}},
        [Reply.json_object({"name": "Soup", "minutes": 20, "steps": ["Cut.", "Cook."]})],
    ),
    Conversation(
        "output_array",
        {"prompt": "Colours.", "output": {"kind": "array", "schema": {"type": "string"}}},
        [Reply.json_object({"elements": ["red", "green", "blue"]})],
    ),
    Conversation(
        "output_choice",
        {"prompt": "Mood?", "output": {"kind": "choice", "options": ["good", "bad"]}},
        [Reply.json_object({"result": "good"})],
    ),
    Conversation(
        "output_json",
        {"prompt": "Any JSON.", "output": {"kind": "json"}},
        [Reply.json_object({"a": [1, None, "x"]})],
        differs={
            "anthropic.requests": "JSON is asked for in words, since the API has no other way"
        },
    ),
    Conversation(
        "output_after_tools",
        {
            "prompt": ASKED,
            "tools": ECHO,
            "stop_when": _steps(3),
            "output": {"kind": "object", "schema": CITY},
        },
        [Reply.tool_calls([ROME]), Reply.json_object({"city": "Rome"})],
        protocols=("chat", "responses", "anthropic", "azure"),
    ),
    Conversation(
        "output_against_the_schema",
        {"prompt": "A soup.", "output": {"kind": "object", "schema": RECIPE}},
        [Reply.json_object({"name": "Soup", "minutes": "twenty", "steps": []})],
        differs=_READ_LATER,
    ),
    Conversation(
        "output_is_no_json",
        {"prompt": "A soup.", "output": {"kind": "object", "schema": RECIPE}},
        [Reply.text("I would rather not.")],
        differs=_READ_LATER,
    ),
    Conversation(
        "choice_outside_the_options",
        {"prompt": "Mood?", "output": {"kind": "choice", "options": ["good", "bad"]}},
        [Reply.json_object({"result": "so-so"})],
        differs=_READ_LATER,
    ),
    Conversation(
        "object",
        {"prompt": "A soup.", "output": {"kind": "object", "schema": RECIPE}},
        [Reply.json_object({"name": "Soup", "minutes": 20, "steps": ["Cut.", "Cook."]})],
        functions=OBJECT_FUNCTIONS,
    ),
    Conversation(
        "object_array",
        {"prompt": "Cities.", "output": {"kind": "array", "schema": CITY}},
        [Reply.json_object({"elements": [{"city": "Rome"}, {"city": "Oslo"}]})],
        functions=OBJECT_FUNCTIONS,
    ),
    Conversation(
        "object_enum",
        {"prompt": "Mood?", "output": {"kind": "choice", "options": ["good", "bad"]}},
        [Reply.json_object({"result": "bad"})],
        functions=("object",),
    ),
    Conversation(
        "object_without_schema",
        {"prompt": "Any JSON.", "output": {"kind": "json"}},
        [Reply.json_object({"a": [1, "x"]})],
        functions=OBJECT_FUNCTIONS,
        differs={
            "anthropic.requests": "JSON is asked for in words, since the API has no other way"
        },
    ),
    # ---- failures
    *(
        Conversation(
            f"status_{status}",
            {"prompt": "Hello", "settings": {"max_retries": 0}},
            [Reply.error(status, "no such luck")],
        )
        for status in (400, 401, 403, 404, 429, 500, 529)
    ),
    Conversation(
        "second_try_succeeds",
        {"prompt": "Hello", "settings": {"max_retries": 2}},
        [Reply.error(429, retry_after_ms=1), Reply.text("Hello you.")],
    ),
    Conversation(
        "every_try_fails",
        {"prompt": "Hello", "settings": {"max_retries": 1}},
        [Reply.error(503, retry_after_ms=1), Reply.error(503, retry_after_ms=1)],
    ),
    Conversation(
        "html_page",
        {"prompt": "Hello", "settings": {"max_retries": 0}},
        [Reply.html_error(502)],
    ),
    Conversation(
        "second_step_fails",
        {
            "prompt": ASKED,
            "tools": ECHO,
            "stop_when": _steps(3),
            "settings": {"max_retries": 0},
        },
        [Reply.tool_calls([ROME]), Reply.error(400, "no such luck")],
    ),
    Conversation(
        "error_in_mid_stream",
        {"prompt": "Hello", "settings": {"max_retries": 0}},
        [Reply.failed(text="Hello y")],
        functions=("stream",),
        differs={"steps": _UNFINISHED},
    ),
    Conversation(
        "stream_cut",
        {"prompt": "Hello", "settings": {"max_retries": 0}},
        [Reply.text("One two three four five six seven eight.").cut(after_events=6, how="clean")],
        functions=("stream",),
        differs=_CUT,
    ),
    Conversation(
        "connection_lost",
        {"prompt": "Hello", "settings": {"max_retries": 0}},
        [Reply.text("One two three four five six seven eight.").cut(after_events=6, how="cut")],
        functions=("stream",),
        differs=_INTERRUPTED,
    ),
    Conversation(
        "tool_call_cut",
        {"prompt": ASKED, "tools": ECHO, "settings": {"max_retries": 0}},
        [Reply.tool_calls([ROME]).cut(after_events=3, how="clean")],
        functions=("stream",),
        differs=_CALL_CUT,
    ),
    Conversation(
        "answer_is_no_json",
        {"prompt": "Hello", "settings": {"max_retries": 0}},
        [Reply.raw(200, {"content-type": "application/json"}, "{nothing")],
        functions=("text",),
        differs={"error": "what came is no API error but an invalid answer, and its class says so"},
    ),
]

_NAMES = [each.name for each in CONVERSATIONS]
assert len(set(_NAMES)) == len(_NAMES)
