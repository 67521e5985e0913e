"""What `@tool` may stand on, and what a tool may be told about itself."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple, TypedDict

import attrs
import msgspec
import pytest

from ai_sdk.errors import InvalidArgumentError
from ai_sdk.schema import SchemaValidationError
from ai_sdk.tools import Tool, ToolContext, dynamic_tool, named_tools, tool
from ai_sdk.types.tools import FunctionTool
from ai_sdk.wire.openai_chat.dialect import ChatDialect
from ai_sdk.wire.openai_chat.tools import to_tools as chat_tools
from ai_sdk.wire.openai_responses.dialect import ResponsesDialect
from ai_sdk.wire.openai_responses.tools import to_tools as responses_tools


def properties(made: Any) -> list[str]:
    return list(made.input_schema.json_schema["properties"])


class Shop:
    """Tools may be methods of every kind."""

    stock = 3

    @tool
    def bound(self, item: str) -> str:
        return f"{self.stock} {item}"

    @tool
    @classmethod
    def of_class(cls, item: str) -> str:
        return f"{cls.__name__} {item}"

    @classmethod
    @tool
    def below_classmethod(cls, item: str) -> str:
        return f"{cls.__name__} {item}"

    @tool
    @staticmethod
    def static(item: str) -> str:
        return item

    @staticmethod
    @tool
    def below_staticmethod(item: str) -> str:
        return item

    def plain(self, item: str) -> str:
        return f"{self.stock} {item}"


class SubShop(Shop):
    """Class methods are bound to the class they are called on."""


class Callable_:
    def __call__(self, item: str) -> str:
        return item


def free(item: str, shop: int = 0) -> str:
    return f"{shop} {item}"


async def coroutine(item: str) -> str:
    return item


@pytest.mark.parametrize(
    ("given", "name", "said"),
    [
        (Shop().bound, "bound", "3 pear"),
        (Shop().of_class, "of_class", "Shop pear"),
        (SubShop.of_class, "of_class", "SubShop pear"),
        (SubShop.below_classmethod, "below_classmethod", "SubShop pear"),
        (Shop.static, "static", "pear"),
        (Shop().static, "static", "pear"),
        (Shop().below_staticmethod, "below_staticmethod", "pear"),
        (Shop().plain, "plain", "3 pear"),
        (Callable_(), "Callable_", "pear"),
        (functools.partial(free, shop=7), "free", "7 pear"),
        (functools.partial(free, "pear"), "free", None),
        (coroutine, "coroutine", None),
    ],
)
def test_every_kind_of_callable_is_a_tool(given: Any, name: str, said: str | None) -> None:
    (found,) = named_tools([given]).values()

    assert isinstance(found, Tool)
    assert found.name == name
    if said is not None:
        assert properties(found) == ["item"]
        assert found(item="pear") == said


def test_what_a_partial_settles_is_not_the_models_to_choose() -> None:
    fixed = tool(functools.partial(free, shop=7), name="free")  # type: ignore[call-overload]

    assert properties(fixed) == ["item"]


def test_a_tool_that_cannot_be_bound_stays_as_it_is() -> None:
    class Holder:
        found = tool(execute=functools.partial(free, shop=7))  # type: ignore[call-overload]

    assert Holder().found(item="pear") == "7 pear"


@dataclass
class Data:
    n: int = 1


@attrs.define
class Attrs:
    n: int


class Typed(TypedDict):
    n: int


class Named(NamedTuple):
    n: int


class Struct(msgspec.Struct):
    n: int


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Data, Data(3)),
        (Attrs, Attrs(3)),
        (Typed, {"n": 3}),
        (Named, Named(3)),
        (Struct, Struct(3)),
    ],
)
def test_parameters_are_built_in_their_types(kind: Any, value: Any) -> None:
    def take(thing: kind, more: list[kind] | None = None) -> Any:
        return thing

    made = tool(take)

    arguments = made.input_schema.validate({"thing": {"n": 3}, "more": [{"n": 3}]})

    assert arguments == {"thing": value, "more": [value]}
    assert made(**arguments) == value
    with pytest.raises(SchemaValidationError, match="thing"):
        made.input_schema.validate({"thing": {"n": "three"}})


def test_pydantic_parameters_are_built_in_their_types() -> None:
    pydantic = pytest.importorskip("pydantic", reason="pydantic is an extra")
    model = pydantic.create_model("Model", n=(int, ...))

    def take(thing: model) -> Any:
        return thing

    assert tool(take).input_schema.validate({"thing": {"n": 3}}) == {"thing": model(n=3)}


GOOGLE = """Look up.

    Args:
        city (str): where
            to look.
        days: how many.
    """
NUMPY = """Look up.

    Parameters
    ----------
    city : str
        where to look.
    days : int, optional
        how many.
    """
SPHINX = """Look up.

    :param city: where to look.
    :type city: str
    :param int days: how many.
    """


@pytest.mark.parametrize("doc", [GOOGLE, NUMPY, SPHINX])
def test_docstrings_describe_parameters(doc: str) -> None:
    def look(city: str, days: Annotated[int, "days from now"] = 1) -> None: ...

    look.__doc__ = doc

    made = tool(look)

    assert made.description == "Look up."
    assert made.input_schema.json_schema["properties"] == {
        "city": {"type": "string", "description": "where to look."},
        "days": {"type": "integer", "description": "days from now", "default": 1},
    }


def _bare(x: int, about: ToolContext) -> None: ...
def _typed(x: int, about: ToolContext[dict[str, int]]) -> None: ...
def _optional(x: int, about: ToolContext[str] | None = None) -> None: ...


@pytest.mark.parametrize("function", [_bare, _typed, _optional])
@pytest.mark.parametrize("written", [True, False])
def test_the_context_parameter_is_found(function: Any, written: bool) -> None:
    if not written:  # annotations as objects, as without `from __future__ import annotations`
        function = functools.wraps(function)(lambda *a, **k: None)
        hints = {"_bare": ToolContext, "_typed": ToolContext[dict], "_optional": ToolContext | None}
        name = function.__name__
        function.__wrapped__.__annotations__ = {"x": int, "about": hints[name]}

    made = tool(name="f")(function)

    assert made.context_parameter == "about"
    assert properties(made) == ["x"]


def test_traits_are_kept() -> None:
    def seen(*_: Any) -> None: ...

    made = tool(
        name="add",
        description="Add.",
        input_schema={"type": "object", "properties": {"a": {"type": "integer"}}},
        title="Adder",
        input_examples=[{"a": 1}],
        metadata={"icon": "plus"},
        context_schema=int,
        on_input_start=seen,
        on_input_delta=seen,
        on_input_available=seen,
    )

    assert (made.title, made.metadata) == ("Adder", {"icon": "plus"})
    assert made.context_schema is not None
    assert made.context_schema.json_schema == {"type": "integer"}
    assert made.on_input_start is made.on_input_delta is made.on_input_available is seen
    assert made.definition() == FunctionTool(
        "add", made.input_schema.json_schema, "Add.", None, {}, ({"a": 1},)
    )


def test_a_tool_may_be_made_from_a_tool() -> None:
    @tool
    def look(city: str) -> str:
        """Look."""
        return city

    other = tool(name="peek", timeout=3)(look)

    assert tool(look) == look
    assert (other.name, other.description, other.timeout) == ("peek", "Look.", 3)
    assert other.input_schema == look.input_schema
    assert other(city="Rome") == "Rome"
    with pytest.raises(InvalidArgumentError, match="letters, digits"):
        tool(name="no name!")(look)


def test_dynamic_tools_take_what_tools_take() -> None:
    made = dynamic_tool(name="f", input_schema={"type": "object"}, title="F", timeout=3)

    assert (made.dynamic, made.execute, made.title, made.timeout) == (True, None, "F", 3)


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        ({"timeout": 0}, "timeout must be seconds above 0"),
        ({"timeout": "5"}, "timeout must be seconds above 0"),
        ({"timeout": True}, "timeout must be seconds above 0"),
        ({"to_model_output": 3}, "to_model_output must be a function"),
        ({"on_input_start": "x"}, "on_input_start must be a function"),
        ({"metadata": []}, "metadata must be a mapping"),
        ({"context_schema": 3}, "no usable context_schema"),
        ({"input_examples": {"a": 1}}, "input_examples must be a list"),
        ({"input_examples": [{"a": "x"}]}, r"input_examples \[0\] does not fit"),
        ({"needs_approval": True}, "needs_approval is no argument of tool"),
    ],
)
def test_bad_traits_are_refused(traits: Any, words: str) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}

    with pytest.raises(InvalidArgumentError, match=words):
        tool(name="f", input_schema=schema, **traits)


def test_examples_are_told_where_the_protocol_has_no_field_for_them() -> None:
    made = tool(
        name="add",
        description="Add.",
        input_schema={"type": "object", "properties": {"a": {"type": "integer"}}},
        input_examples=[{"a": 1}, {"a": 2}],
    ).definition()
    words = 'Add.\n\nInput examples:\n{"a":1}\n{"a":2}'

    (chat,) = chat_tools(ChatDialect(name="x"), [made], [])
    (responses,) = responses_tools(ResponsesDialect(name="x"), [made], [])

    assert chat["function"]["description"] == words
    assert responses["description"] == words
