"""The provider server's own answers: plain English, tool calls, JSON that fits its schema."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.testing.server.brain import answer
from ai_sdk.testing.server.brain.fill import fill
from ai_sdk.testing.server.brain.pictures import draw, png_size
from ai_sdk.testing.server.brain.sounds import listen, samples, speak, wav
from ai_sdk.testing.server.brain.vectors import embed_text
from ai_sdk.testing.server.brain.words import join_words, names_of, numbers_of, topic_of
from ai_sdk.testing.server.turn import (
    Ask,
    Attachment,
    Message,
    ToolCall,
    ToolOffer,
    ToolOutput,
    Turn,
    count_tokens,
    split_words,
)

CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def make(*said: str | Message, **settings: Any) -> Ask:
    messages = [Message("user", m) if isinstance(m, str) else m for m in said]
    return Ask(model="m", messages=tuple(messages), body={}, **settings)


def text(*said: str | Message, **settings: Any) -> str:
    return answer(make(*said, **settings)).text


# --- text ---


@pytest.mark.parametrize(
    ("prompt", "reply"),
    [
        ("What is the capital of France?", "The capital of France is Paris."),
        (
            "Name the capital of the Netherlands and of New Zealand",
            "The capital of the Netherlands is Amsterdam. "
            "The capital of New Zealand is Wellington.",
        ),
        ("What is 17 + 25?", "17 + 25 is 42."),
        ("what is 1.5 times 4", "1.5 times 4 is 6."),
        ("3 - 5?", "3 - 5 is -2."),
        ("Count from one to 3.", "1 2 3"),
        ('Say "hello world"', "hello world"),
        ("Reply with exactly: 'OK'", "OK"),
        ("hello", "Hello! How can I help you today?"),
        ("Thanks!", "You are welcome."),
        ("What is my name?", "You have not told me your name yet."),
        ("", "I am listening."),
        (
            "Fold the map",
            "You wrote: “Fold the map” I am the local model, so I will not pretend to understand "
            "it, but every word of it arrived safely.",
        ),
        (
            "Is it so?",
            "You asked: “Is it so?” A larger model would know; I am the local one and can only "
            "tell you that your question arrived safely.",
        ),
    ],
)
def test_replies(prompt: str, reply: str) -> None:
    assert text(prompt) == reply


@pytest.mark.parametrize("prompt", ["Why is the sky blue?", "a haiku please", "tell me a joke"])
def test_known_questions(prompt: str) -> None:
    reply = text(prompt)
    assert prompt not in reply
    assert reply == text(prompt)


def test_an_unknown_capital_is_not_invented() -> None:
    assert text("What is the capital of Atlantis?").startswith("You asked: ")


def test_a_long_prompt_is_quoted_in_part() -> None:
    reply = text("word " * 100)
    assert "word word …” I am" in reply
    assert len(reply) < 300


def test_the_conversation_is_remembered() -> None:
    said = ("My name is Ada.", Message("assistant", "Hello Ada."), "What's my name?")
    assert text(*said) == "Your name is Ada."


def test_attachments_are_described() -> None:
    items = (
        Attachment("image", "image/png", data=draw("x", 3, 2)),
        Attachment("audio", reference="file-1"),
        Attachment("file"),
    )
    reply = text(Message("user", "What is this?", items))
    assert re.fullmatch(
        r"I can see an image \(image/png, 3 x 2 pixels, \d+ bytes\), a sound \(file-1\) "
        r"and a file\.",
        reply,
    )


def test_stop_sequences_and_limits() -> None:
    turn = answer(make("count to 9", stop=("4",)))
    assert (turn.text, turn.finish) == ("1 2 3 ", "stop")
    turn = answer(make("count to 9", max_tokens=2))
    assert (turn.text, turn.finish) == ("1 2", "length")
    assert answer(make("count to 9", max_tokens=9)).finish == "stop"


def test_thoughts() -> None:
    ask = make("hello", reasoning=True)
    turn = answer(ask)
    assert (turn.reasoning, turn.silent_reasoning) == ("", 16)
    assert turn.usage(ask).reasoning == 16
    assert (
        "short and clear" in answer(make("hello", reasoning=True, reasoning_summary=True)).reasoning
    )
    tools = (ToolOffer("f", CITY),)
    called = answer(make("hello", reasoning=True, reasoning_summary=True, tools=tools))
    assert called.reasoning.endswith("so I call f.")
    told = Message("tool", tool_outputs=(ToolOutput("c", "x"),))
    after = answer(make("hello", told, reasoning=True, reasoning_summary=True, tools=tools))
    assert after.reasoning.startswith("The tools have given me")


# --- tools ---


def test_the_tool_that_fits_is_called() -> None:
    tools = (
        ToolOffer("get_time", {"type": "object"}, "The time in a place"),
        ToolOffer("get_weather", CITY, "The weather in a city"),
    )
    (call,) = answer(make("What is the weather in Cape Town?", tools=tools)).tool_calls
    assert (call.name, call.input) == ("get_weather", {"city": "Cape Town"})
    (call,) = answer(make("Hm", tools=tools, forced_tool="get_time")).tool_calls
    assert (call.name, call.input) == ("get_time", {})
    (call,) = answer(make("Hm", tools=tools, forced_tool="other")).tool_calls
    assert (call.name, call.input) == ("other", {})


def test_two_places_give_two_calls() -> None:
    tools = (ToolOffer("get_weather", CITY),)
    asked = "Compare the weather in Paris and London"
    calls = answer(make(asked, tools=tools)).tool_calls
    assert [call.input for call in calls] == [{"city": "Paris"}, {"city": "London"}]
    (call,) = answer(make(asked, tools=tools, parallel_tools=False)).tool_calls
    assert call.input == {"city": "Paris"}


def test_no_tool_is_called_where_none_may_be() -> None:
    tools = (ToolOffer("f", CITY),)
    assert text("hello", tools=tools, tool_choice="none").startswith("Hello!")
    assert text("hello", Message("assistant", "Hm"), tools=tools).startswith("Hello!")
    told = Message("tool", tool_outputs=(ToolOutput("c", "x"),))
    assert answer(make("hello", told, tools=tools, tool_choice="required")).tool_calls


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("sunny", "the answer is sunny."),
        ("Sunny all day!", "the answer is Sunny all day!"),
        ('{"temperature_c": 7, "sky": "clear"}', "temperature c is 7 and sky is clear."),
        ('{"a": null, "b": true, "c": [1, 2, 3]}', "a is unknown, b is true and c is 1, 2 and 3."),
        ('{"a": {"x_y": 1, "z": false}, "b": []}', "a is (x y 1, z false) and b is empty."),
        ("{}", "the answer is ()."),
        ("4.5", "the answer is 4.5."),
    ],
)
def test_results_are_reported(output: str, said: str) -> None:
    called = Message("assistant", tool_calls=(ToolCall("look", {}, "c1"),))
    told = Message("tool", tool_outputs=(ToolOutput("c1", output),))
    assert text("x", called, told) == f"According to look, {said}"


def test_several_results_and_unknown_names() -> None:
    told = [Message("tool", tool_outputs=(ToolOutput(f"c{n}", str(n)),)) for n in range(2)]
    assert text("x", *told) == (
        "According to the tool, the answer is 0. According to the tool, the answer is 1."
    )
    assert text("x", Message("tool", tool_outputs=(ToolOutput("c", "1", "f"),))) == (
        "According to f, the answer is 1."
    )


def test_json_follows_tools() -> None:
    told = Message("tool", tool_outputs=(ToolOutput("c1", "In Rome"),))
    assert json.loads(text("x", told, schema=CITY)) == {"city": "Rome"}
    assert json.loads(text('Say "a"', json_mode=True)) == {"answer": "a"}


# --- JSON by schema ---


def fits(value: Any, schema: Any, root: Any = None) -> bool:
    """A small JSON Schema validator, for what the tests below use."""
    root = schema if root is None else root
    if "$ref" in schema:
        return fits(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "const" in schema:
        return bool(value == schema["const"])
    if "enum" in schema:
        return value in schema["enum"]
    if "anyOf" in schema:
        return any(fits(value, branch, root) for branch in schema["anyOf"])
    match schema.get("type"):
        case "object":
            known = schema.get("properties", {})
            return (
                isinstance(value, dict)
                and set(schema.get("required", ())) <= set(value) <= set(known)
                and all(fits(item, known[key], root) for key, item in value.items())
            )
        case "array":
            return (
                isinstance(value, list)
                and schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 9)
                and all(fits(item, schema["items"], root) for item in value)
            )
        case "string":
            low, high = schema.get("minLength", 0), schema.get("maxLength", 999)
            return isinstance(value, str) and low <= len(value) <= high
        case "integer" | "number" as kind:
            exact = isinstance(value, int if kind == "integer" else int | float)
            low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
            return exact and not isinstance(value, bool) and low <= value <= high
        case "boolean":
            return isinstance(value, bool)
        case "null":
            return value is None
        case _:
            return True


NUMBERS = st.tuples(st.integers(-50, 50), st.integers(0, 50)).map(
    lambda pair: {"minimum": pair[0], "maximum": pair[0] + pair[1]}
)
LENGTHS = st.tuples(st.integers(0, 5), st.integers(0, 9))
LEAVES = st.one_of(
    st.just({"type": "string"}),
    LENGTHS.map(lambda n: {"type": "string", "minLength": n[0], "maxLength": sum(n)}),
    st.just({"type": "integer"}),
    NUMBERS.map(lambda bounds: {"type": "integer", **bounds}),
    NUMBERS.map(lambda bounds: {"type": "number", **bounds}),
    st.sampled_from(
        [{"type": "boolean"}, {"type": "null"}, {"enum": ["a", 1]}, {"const": [1]}, {}]
    ),
)
KEYS = st.sampled_from(["name", "city", "steps", "tags", "minutes", "query", "email", "x_y"])


def branches(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.dictionaries(KEYS, children, max_size=3).map(
            lambda known: {"type": "object", "properties": known, "required": list(known)}
        ),
        st.tuples(children, LENGTHS).map(
            lambda t: {"type": "array", "items": t[0], "minItems": t[1][0], "maxItems": sum(t[1])}
        ),
        st.lists(children, min_size=1, max_size=3).map(lambda some: {"anyOf": some}),
    )


@settings(max_examples=150, deadline=None)
@given(schema=st.recursive(LEAVES, branches, max_leaves=8), prompt=st.text(max_size=30))
def test_filled_values_fit(schema: Any, prompt: str) -> None:
    value = fill(schema, prompt)
    assert fits(value, schema), value
    assert fill(schema, prompt) == value


def test_recursive_schemas_end() -> None:
    child = {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}
    known = {"value": {"type": "integer"}, "next": child, "all": {"type": "array", "items": child}}
    node = {"type": "object", "properties": known, "required": ["value", "next", "all"]}
    schema = {"$ref": "#/$defs/node", "$defs": {"node": node}}
    assert fits(fill(schema, "x"), schema)
    forced = {"type": "object", "properties": {"next": {"$ref": "#"}}}
    assert json.dumps(fill(forced, "x")).count("next") < 12


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "format": "date"}, "2025-03-14"),
        ({"type": "string", "format": "email"}, "ada@example.com"),
        ({"type": "string", "pattern": "^[A-Z]+-[0-9]+$"}, "ABC-123"),
        ({"type": "string", "pattern": "^~$"}, "abc"),
        ({"enum": ["low", "high"]}, "high"),
        ({"type": ["null", "integer"]}, 42),
        ({"type": ["null"]}, None),
        ({"oneOf": [{"type": "boolean"}, {"type": "null"}]}, True),
        ({"type": "boolean", "default": False}, False),
        ({"prefixItems": [{"const": 1}, {"type": "boolean"}]}, [1, True]),
        ({"items": {"enum": ["a", "b"]}}, ["a", "b", "a"]),
        ({"additionalProperties": {"type": "boolean"}}, {"first": True, "second": True}),
        ({"properties": {"a": {"const": 1}}}, {"a": 1}),
        ({"type": "integer", "multipleOf": 5, "minimum": 7, "maximum": 12}, 10),
        ({"type": "integer", "exclusiveMinimum": 50}, 51),
        ({"type": "integer", "exclusiveMaximum": -3}, -4),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, 0.5),
        ({"type": "integer", "minimum": 5, "maximum": 4}, 0),
        ({"properties": {"cookMinutes": {"type": "integer"}}}, {"cookMinutes": 42}),
        (
            {"allOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": {"const": 2}}}]},
            {"a": 1, "b": 2},
        ),
        (True, "A short answer about high severity."),
        ({"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"const": 3}}}, 3),
    ],
)
def test_kinds_of_schema(schema: Any, value: Any) -> None:
    assert fill(schema, "high severity 42") == value


def test_words_of_the_prompt_are_used() -> None:
    schema = {
        "properties": {
            "name": {"type": "string"},
            "city": {"type": "string"},
            "age": {"type": "integer"},
            "height": {"type": "number"},
            "note": {"type": "string"},
            "question": {"type": "string"},
            "tags": {"items": {"type": "string"}},
            "lines": {"items": {"type": "string"}},
        }
    }
    prompt = "Grace Hopper is 85 and 1.68 tall"
    assert fill(schema, prompt) == {
        "name": "Grace Hopper",
        "city": "Grace Hopper",
        "age": 85,
        "height": 1.68,
        "note": "A short note about Grace Hopper.",
        "question": prompt,
        "tags": ["simple", "quick", "fresh"],
        "lines": [
            "A short line about Grace Hopper.",
            "A short line about Grace Hopper. 2",
            "A short line about Grace Hopper. 3",
        ],
    }
    assert fill({"type": "object", "properties": {"title": {"type": "string"}}}, "") == {
        "title": "Example"
    }


def test_a_recipe() -> None:
    schema = {
        "properties": {
            "name": {"type": "string"},
            "cook_minutes": {"type": "integer"},
            "ingredients": {"items": {"type": "string"}},
            "rating": {"type": "integer", "maximum": 3},
        }
    }
    assert fill(schema, "A recipe for pancakes.") == {
        "name": "Pancakes",
        "cook_minutes": 20,
        "ingredients": ["2 eggs", "200 g of flour", "300 ml of milk"],
        "rating": 2,
    }
    assert fill(schema, "Soup")["ingredients"][0] == "1 onion"


# --- words, vectors, pictures, sounds ---


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("What's the weather in Paris?", ["Paris"]),
        ("Compare New York with Rio de Janeiro, please", ["New York", "Rio de Janeiro"]),
        ("Paris", ["Paris"]),
        ("I think so. The end", []),
        ("London's rain and London's sun", ["London"]),
        ("Check Oslo", ["Oslo"]),
    ],
)
def test_names(prompt: str, names: list[str]) -> None:
    assert names_of(prompt) == names


def test_numbers_topics_and_joins() -> None:
    assert numbers_of("-3 and 4.5, not v2 or x7 but 8") == [-3, 4.5, 8]
    assert topic_of("Write me a recipe for lentil soup") == "lentil soup"
    assert join_words([]) == ""  # noqa: PLC1901
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b", "c"]) == "a, b and c"


@given(st.text(max_size=60))
def test_split_text_joins_again(said: str) -> None:
    assert "".join(split_words(said)) == said
    assert "".join(Turn(text=said).pieces) == said
    assert count_tokens(said) <= max(len(said), 1)


def test_vectors() -> None:
    one, same, near, far = (
        embed_text(words, 512)
        for words in ("red apples", "Apples, red!", "a red apple", "tax law reform")
    )
    assert one == same
    assert all(math.isclose(math.hypot(*vector), 1, rel_tol=1e-5) for vector in (one, near, far))
    product = lambda a, b: sum(x * y for x, y in zip(a, b, strict=True))  # noqa: E731
    assert product(one, near) > 0.5 > 0.2 > product(one, far)
    assert len(embed_text("", 7)) == 7


def test_pictures() -> None:
    assert png_size(draw("x", 5, 1)) == (5, 1)
    assert draw("x", 5, 4) == draw("x", 5, 4) != draw("y", 5, 4) != draw("x", 5, 4, seed=1)
    assert png_size(None) is png_size(b"\x89PNG\r\n\x1a\n") is png_size(b"GIF89a") is None


def test_sounds() -> None:
    assert listen(speak("Grüß dich"), None) == ("Grüß dich", 0.25)
    assert listen(speak("one two", speed=2), "a.wav") == ("one two", 0.12)
    assert len(samples("")) == 6_000
    assert listen(wav(samples("a b c d")), None) == ("A recording of 0.5 seconds.", 0.5)
    assert listen(b"x" * 8000, "a.mp3") == ("A recording called a.mp3 of 8000 bytes.", 2.0)
    assert listen(b"x", None) == ("A recording of 1 bytes.", 1.0)
    assert listen(b"RIFF\0\0\0\0WAVE", None) == ("A recording of 0 seconds.", 0.0)
