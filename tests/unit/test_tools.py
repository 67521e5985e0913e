"""`@tool`, `tool(...)` and what `tools=` accepts."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from ai_sdk.errors import InvalidArgumentError
from ai_sdk.tools import Tool, ToolContext, definitions, dynamic_tool, named_tools, tool
from ai_sdk.types.tools import FunctionTool, ProviderTool


@tool
def convert(amount: float, unit: Annotated[str, "target unit"] = "m") -> str:
    """Convert a length.

    Args:
        amount: how much.
    """
    return f"{amount} {unit}"


def test_a_function_becomes_a_tool_and_stays_callable() -> None:
    assert isinstance(convert, Tool)
    assert convert(3, unit="km") == "3 km"
    assert convert.name == "convert"
    assert convert.__name__ == "convert"
    assert convert.__doc__ is not None
    assert convert.description == "Convert a length."
    assert convert.input_schema.json_schema == {
        "type": "object",
        "properties": {
            "amount": {"type": "number", "description": "how much."},
            "unit": {"type": "string", "description": "target unit", "default": "m"},
        },
        "required": ["amount"],
        "additionalProperties": False,
    }


def test_arguments_of_the_decorator() -> None:
    @tool(name="other", description="words", strict=True, timeout=3)
    def f(x: int) -> int:
        return x

    assert (f.name, f.description, f.strict, f.timeout) == ("other", "words", True, 3)


def test_a_tool_of_a_schema() -> None:
    made = tool(
        name="add",
        description="Add.",
        input_schema={"type": "object", "properties": {"a": {"type": "integer"}}},
        execute=lambda given: given["a"],
        provider_options={"p": {"x": 1}},
    )

    assert made({"a": 3}) == 3
    assert definitions({"add": made}) == (
        FunctionTool("add", made.input_schema.json_schema, "Add.", None, {"p": {"x": 1}}),
    )


def test_a_method_is_bound() -> None:
    class Shop:
        def __init__(self, stock: dict[str, int]) -> None:
            self.stock = stock

        @tool
        def count(self, item: str) -> int:
            """How many there are."""
            return self.stock[item]

    shop = Shop({"pear": 3})

    assert shop.count("pear") == 3
    assert list(shop.count.input_schema.json_schema["properties"]) == ["item"]
    assert isinstance(Shop.count, Tool)


def test_the_context_is_no_argument_of_the_model() -> None:
    @tool
    def f(x: int, about: ToolContext | None = None) -> int:
        return x

    assert f.context_parameter == "about"
    assert list(f.input_schema.json_schema["properties"]) == ["x"]


def test_dynamic_tools_are_marked() -> None:
    assert dynamic_tool(name="f", input_schema={"type": "object"}, execute=lambda x: x).dynamic


def plain(x: int) -> int:
    """A plain function."""
    return x


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (None, []),
        ([convert, plain], ["convert", "plain"]),
        ({"a": convert, "b": plain}, ["a", "b"]),
        ([ProviderTool("openai.web_search")], ["web_search"]),
        ({"find": ProviderTool("openai.web_search")}, ["find"]),
    ],
)
def test_what_tools_accepts(given: Any, names: list[str]) -> None:
    assert list(named_tools(given)) == names
    assert [t.name for t in named_tools(given).values()] == names


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([convert, convert], "two tools are named 'convert'"),
        ([7], "neither a tool nor a function"),
        (convert, "list of tools"),
        (7, "list of tools"),
        ({"bad name!": convert}, "letters, digits"),
        ([tool(input_schema={"type": "object"})], "needs a name"),
    ],
)
def test_what_tools_refuses(given: Any, words: str) -> None:
    with pytest.raises(InvalidArgumentError, match=words):
        named_tools(given)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: tool(7), "takes a function"),
        (lambda: tool(name="n", input_schema={"type": "string"}), "must be an object"),
        (lambda: tool(name="n", input_schema={"type": "nonsense"}), "no usable schema"),
        (lambda: tool(name="n", input_schema=7), "no usable schema"),
        (lambda: tool(lambda x: x), "letters, digits"),
        (lambda: tool(name="", input_schema={"type": "object"})(1), "no function to call"),
    ],
)
def test_what_tool_refuses(make: Any, words: str) -> None:
    with pytest.raises(InvalidArgumentError, match=words):
        make()


def test_a_signature_without_schema_names_the_tool() -> None:
    def f(x: object | Any, y: type[int]) -> None: ...

    with pytest.raises(InvalidArgumentError, match="'f'"):
        tool(f)
