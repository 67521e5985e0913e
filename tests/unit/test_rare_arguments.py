"""Arguments that few people give: told what is wrong with them, or taken for what they mean."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest

from ai_sdk import (
    ConfigurationError,
    FilePart,
    InvalidPromptError,
    NoSuchModelError,
    Output,
    PrepareStepResult,
    Secret,
    SystemMessage,
    create_openai,
    generate_text,
    is_step_count,
    openai,
    tool,
)
from ai_sdk.cli.place import place
from ai_sdk.engine.files import file_part
from ai_sdk.errors import InvalidArgumentError, InvalidResponseError
from ai_sdk.mcp.content import _embedded
from ai_sdk.mcp.toolset import MCPToolSchemas, typed
from ai_sdk.mcp.values import MCPToolResult
from ai_sdk.testing import MockLanguageModel, MockReply
from ai_sdk.types.content import TextPart


def test_retries_of_none_are_the_usual_ones() -> None:
    model = MockLanguageModel("ok")
    assert generate_text(model, prompt="hi", max_retries=None).text == "ok"  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="max_retries"):
        generate_text(model, prompt="hi", max_retries=-1)


def test_a_system_message_is_text() -> None:
    wrong: Any = SystemMessage([TextPart("x")])  # type: ignore[arg-type]
    with pytest.raises(InvalidPromptError, match="content must be a str"):
        generate_text(
            MockLanguageModel("x"), messages=[wrong], allow_system_in_messages=True, prompt=None
        )


def test_a_kind_of_media_alone_stands_for_all_of_it() -> None:
    assert file_part(FilePart(b"x", "image")).media_type == "image/*"
    assert file_part(FilePart(b"x", "image/png")).media_type == "image/png"


@pytest.mark.parametrize(
    ("made", "sent"), [(Secret("sk-a"), "Bearer sk-a"), ("sk-b", "Bearer sk-b")]
)
def test_the_key_that_a_function_makes(made: Any, sent: str) -> None:
    endpoint = create_openai(api_key=lambda: made)("m").endpoint
    assert endpoint.request_headers({}, made)["authorization"] == sent


@pytest.mark.parametrize("made", [7, None, b"sk"])
def test_what_is_no_key_is_refused(made: Any) -> None:
    endpoint = create_openai(api_key=lambda: made)("m").endpoint
    with pytest.raises(ConfigurationError, match=f"returned a {type(made).__name__}"):
        endpoint.request_headers({}, made)


def test_a_coroutine_for_a_key_is_closed_and_refused() -> None:
    async def key() -> str:
        return "sk"

    made: Any = key()
    endpoint = create_openai(api_key=lambda: "x")("m").endpoint
    with pytest.raises(ConfigurationError, match="returned a coroutine"):
        endpoint.request_headers({}, made)
    assert made.cr_frame is None


def test_options_are_joined_with_mappings_only() -> None:
    options: Any = openai.options(user="u")
    assert options | {"acme": {"x": 1}} == {"openai": {"user": "u"}, "acme": {"x": 1}}
    assert {"acme": {"x": 1}} | options == {"acme": {"x": 1}, "openai": {"user": "u"}}
    for join in (lambda: options | 7, lambda: 7 | options):
        with pytest.raises(TypeError, match="unsupported operand"):
            join()


def test_a_credential_in_a_handle_s_query_is_not_pickled() -> None:
    handle = create_openai(headers={"x-api-key": "sk-canary"})("m")
    with pytest.raises(ConfigurationError, match="literal credential") as caught:
        pickle.dumps(handle)
    assert "sk-canary" not in str(caught.value)


def test_a_step_has_headers_and_a_body_of_its_own() -> None:
    model = MockLanguageModel("ok")
    change = PrepareStepResult(headers={"x-step": "1"}, extra_body={"n": 2})
    generate_text(model, prompt="hi", prepare_step=lambda _: change)

    assert model.calls[0].headers["x-step"] == "1"
    assert model.calls[0].extra_body == {"n": 2}


def test_a_class_method_around_a_tool_is_that_tool() -> None:
    class Shop:
        stock = 3

        @classmethod
        @tool
        def count(cls, wanted: int) -> int:
            """How many there are."""
            return cls.stock - wanted

    model = MockLanguageModel(script=[MockReply(tool_calls=[("count", {"wanted": 1})]), "ok"])
    result = generate_text(model, prompt="hi", tools=[Shop.count], stop_when=is_step_count(2))

    assert [each.output for each in result.tool_results] == [2]


def test_an_answer_of_any_form_is_taken_as_it_is() -> None:
    result = generate_text(MockLanguageModel('{"a": null}'), prompt="hi", output=Output.json())
    assert result.output == {"a": None}


@pytest.mark.parametrize(
    ("held", "said"),
    [({"uri": "x://a", "text": "hi"}, "hi"), ({"uri": "x://a"}, '{"uri":"x://a"}')],
)
def test_what_a_server_embeds(held: dict[str, Any], said: str) -> None:
    part = _embedded(held)
    assert isinstance(part, TextPart)
    assert part.text == said


@pytest.mark.parametrize(
    ("structured", "text", "expected"),
    [
        ({"n": 1}, "", {"n": 1}),
        (None, '{"n": 2}', {"n": 2}),
        (None, "two", None),
        (None, "{}", None),
    ],
)
def test_an_mcp_tool_answers_in_the_type_that_was_asked_for(
    structured: Any, text: str, expected: Any
) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    result = MCPToolResult(({"type": "text", "text": text},), structured)
    schemas = MCPToolSchemas(output=schema)

    if expected is None:
        with pytest.raises(InvalidResponseError, match="does not fit its output schema"):
            typed(result, schemas)
    else:
        assert typed(result, schemas) == expected


def test_a_schema_s_module_has_what_it_has() -> None:
    import ai_sdk.schema

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = ai_sdk.schema.nothing  # type: ignore[attr-defined]


def test_the_asynchronous_face_is_an_attribute() -> None:
    import ai_sdk

    find: Callable[[str], Any] = ai_sdk.__getattr__
    assert find("aio").generate_text is not ai_sdk.generate_text


def test_a_local_provider_without_models_of_a_kind() -> None:
    with place(local=True) as here:
        assert here.model("anthropic:m", "language").model_id == "m"
        with pytest.raises(NoSuchModelError, match="'anthropic' has no embedding models") as caught:
            here.model("anthropic:m", "embedding")
    assert (caught.value.model_id, caught.value.kind) == ("m", "embedding")
