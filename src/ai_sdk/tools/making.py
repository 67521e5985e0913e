"""Making tools: `@tool`, `tool(...)` and `dynamic_tool(...)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Literal,
    ParamSpec,
    TypedDict,
    TypeVar,
    overload,
)

from ..errors import InvalidArgumentError
from ..schema import Schema, SchemaValidationError, as_schema, function_schema
from ..schema.signature import function_name
from ..types._value import EMPTY, evolve
from .context import ToolContext, context_parameter
from .naming import check_name
from .value import Tool

if TYPE_CHECKING:
    from typing_extensions import TypeForm, Unpack

    from ..types.content import Metadata

__all__ = ["dynamic_tool", "from_function", "tool"]

P = ParamSpec("P")
R = TypeVar("R", covariant=True)
T = TypeVar("T")


class _DynamicTraits(TypedDict, total=False):
    """What may be said of every kind of tool, besides its name and what it is for."""

    strict: bool | None
    timeout: float | None
    to_model_output: Callable[[Any], Any] | Callable[Concatenate[Any, ...], Any] | None
    provider_options: Metadata | None
    title: str | None
    input_examples: Sequence[Mapping[str, Any]]
    metadata: Mapping[str, Any] | None
    context_schema: Any
    on_input_start: Callable[[ToolContext[Any]], Any] | None
    on_input_delta: Callable[[str, ToolContext[Any]], Any] | None
    on_input_available: Callable[[Any, ToolContext[Any]], Any] | None


class _Traits(_DynamicTraits, total=False):
    """What may be said of every kind of tool."""

    name: str | None
    description: str | None


@overload
def tool(execute: Callable[P, R], /) -> Tool[P, R]: ...
@overload
def tool(**traits: Unpack[_Traits]) -> Callable[[Callable[P, R]], Tool[P, R]]: ...
@overload
def tool(
    *, input_schema: TypeForm[T], execute: Callable[[T], R], **traits: Unpack[_Traits]
) -> Tool[..., R]: ...
@overload
def tool(
    *,
    input_schema: TypeForm[T],
    execute: Callable[Concatenate[T, ...], R],
    **traits: Unpack[_Traits],
) -> Tool[..., R]: ...
@overload
def tool(
    *,
    input_schema: Mapping[str, Any],
    execute: Callable[[Any], R] | Callable[Concatenate[Any, ...], R],
    **traits: Unpack[_Traits],
) -> Tool[..., R]: ...
@overload
def tool(
    *, input_schema: Any, execute: None = ..., **traits: Unpack[_Traits]
) -> Tool[..., Any]: ...
def tool(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    input_schema: Any = None,
    execute: Callable[..., Any] | None = None,
    **traits: Unpack[_DynamicTraits],
) -> Any:
    """Make a tool from a function, or from a schema and a function of its value.

    As a decorator, with or without arguments, the schema comes from the signature: types,
    defaults, `Annotated` texts and the docstring's parameter descriptions. With `input_schema`
    the function gets one argument, the validated input; without `execute` the tool is run by
    whoever reads `result.tool_calls`. A generator function's values are preliminary results, the
    last one is the result. A parameter annotated `ToolContext` is filled by the library.

    Args:
        function: the function, when used as a bare decorator; of any kind: plain, coroutine or
            generator function, method, class method, static method, partial, callable object.
        name: name for the model; by default the function's name, or the key in `tools={...}`.
        description: what it is for; by default the docstring's text.
        input_schema: a type or JSON Schema of the input.
        execute: function of the validated input; of the same kinds.
        **traits: `strict` (hold the model to the schema exactly), `timeout` (seconds one call may
            take), `to_model_output` (turns the return value into what the model sees; a parameter
            annotated `ToolContext` gets the call's context), `provider_options` (provider name ->
            that provider's own fields of a tool), `title` (a name for people), `input_examples`
            (arguments as a model might write them), `metadata` (facts for your own program),
            `context_schema` (type or JSON Schema of the tool's entry in `tools_context=`), and the
            callbacks `on_input_start(context)`, `on_input_delta(text, context)` (of streams) and
            `on_input_available(arguments, context)`.

    Raises:
        InvalidArgumentError: the name cannot be used, or the signature has no JSON Schema.

    Example:
        >>> @tool
        ... def weather(city: str) -> str:
        ...     '''The weather in a city.'''
        ...     return f"sunny in {city}"
        >>> weather.name, weather("Rome")
        ('weather', 'sunny in Rome')
    """
    if function is not None and not (callable(function) or isinstance(function, _METHODS)):
        raise InvalidArgumentError(
            "tool() takes a function, or keyword arguments", parameter="function", value=function
        )
    if input_schema is not None:
        return _from_schema(name or "", description, input_schema, execute, traits)
    made = execute if function is None else function
    if made is not None:
        return from_function(made, name, description, traits)
    return lambda each: from_function(each, name, description, traits)


def dynamic_tool(
    *,
    name: str,
    description: str | None = None,
    input_schema: Any,
    execute: Callable[[Any], R] | Callable[Concatenate[Any, ...], R] | None = None,
    **traits: Unpack[_DynamicTraits],
) -> Tool[..., R]:
    """A tool whose types are known only at run time: its calls are marked `dynamic`.

    Takes what `tool` takes.

    Example:
        >>> dynamic_tool(name="f", input_schema={"type": "object"}, execute=lambda x: x).dynamic
        True
    """
    made = _from_schema(name, description, input_schema, execute, traits)
    return evolve(made, dynamic=True)


_METHODS = (classmethod, staticmethod)
_CALLBACKS = ("to_model_output", "on_input_start", "on_input_delta", "on_input_available")


def _schema(make: Callable[[], Schema[Any]], what: str, where: str) -> Schema[Any]:
    try:
        return make()
    except (TypeError, ValueError, NameError) as error:
        raise InvalidArgumentError(f"{what}: {error}", parameter=where) from error


def _from_schema(
    name: str,
    description: str | None,
    input_schema: Any,
    execute: Callable[..., Any] | None,
    traits: Mapping[str, Any],
) -> Tool[..., Any]:
    what = f"the tool {name!r} has no usable schema"
    schema = _schema(lambda: as_schema(input_schema), what, "input_schema")
    kind = schema.json_schema.get("type", "object")
    if kind != "object":
        raise InvalidArgumentError(
            f"the tool {name!r}: its input must be an object, not {kind}", parameter="input_schema"
        )
    if name:
        check_name(name)
    return Tool(
        name,
        description or schema.description,
        schema,
        execute,
        "input",
        context_parameter=context_parameter(execute) if execute else None,
        **_checked(name, schema, traits),
    )


def from_function(
    function: Callable[..., Any],
    name: str | None,
    description: str | None,
    traits: Mapping[str, Any],
) -> Tool[..., Any]:
    """The tool of a function's signature, or a tool with other traits.

    Args:
        function: the function or tool.
        name: another name than its own.
        description: another description.
        traits: the other arguments of `tool`.
    """
    if isinstance(function, Tool):
        return _changed(function, name, description, traits)
    binds_to: Literal["instance", "class", "nothing"] = "instance"
    if isinstance(function, _METHODS):
        binds_to = "class" if isinstance(function, classmethod) else "nothing"
        function = function.__func__
    found = name or function_name(function)
    check_name(found)
    context = context_parameter(function)
    skip = ("self", "cls") if context is None else ("self", "cls", context)
    what = f"the tool {found!r} has a signature without JSON Schema"
    schema = _schema(lambda: function_schema(function, skip=skip), what, "input_schema")
    return Tool(
        found,
        description or schema.description,
        schema,
        function,
        context_parameter=context,
        binds_to=binds_to,
        **_checked(found, schema, traits),
    )


def _changed(
    made: Tool[..., Any], name: str | None, description: str | None, traits: Mapping[str, Any]
) -> Tool[..., Any]:
    given = _checked(made.name, made.input_schema, traits)
    if name is not None:
        check_name(name)
    return evolve(
        made, name=name or made.name, description=description or made.description, **given
    )


def _checked(name: str, schema: Schema[Any], traits: Mapping[str, Any]) -> dict[str, Any]:
    """The traits of a tool, unset ones left out.

    Raises:
        InvalidArgumentError: one is unknown or of the wrong kind.
    """
    given = {key: each for key, each in traits.items() if each is not None}
    for key in given:
        if key not in _DynamicTraits.__annotations__:
            raise _bad(name, key, "is no argument of tool()", given[key])
    seconds = given.get("timeout", 1)
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not seconds > 0:
        raise _bad(name, "timeout", f"must be seconds above 0, not {seconds!r}", seconds)
    for key in _CALLBACKS:
        if not callable(given.get(key, print)):
            raise _bad(name, key, "must be a function", given[key])
    for key in ("metadata", "provider_options"):
        if not isinstance(given.get(key, EMPTY), Mapping):
            raise _bad(name, key, "must be a mapping", given[key])
    if "context_schema" in given:
        form, what = given["context_schema"], f"the tool {name!r} has no usable context_schema"
        given["context_schema"] = _schema(lambda: as_schema(form), what, "context_schema")
    if "input_examples" in given:
        given["input_examples"] = _examples(name, schema, given["input_examples"])
    return given


def _examples(name: str, schema: Schema[Any], given: Any) -> tuple[Mapping[str, Any], ...]:
    if isinstance(given, (Mapping, str)) or not isinstance(given, Sequence):
        raise _bad(name, "input_examples", "must be a list of arguments", given)
    for index, example in enumerate(given):
        try:
            schema.validate(example)
        except SchemaValidationError as error:
            what = f"[{index}] does not fit the tool's own schema: {error}"
            raise _bad(name, "input_examples", what, example) from error
    return tuple(given)


def _bad(name: str, parameter: str, what: str, given: Any) -> InvalidArgumentError:
    return InvalidArgumentError(
        f"the tool {name!r}: {parameter} {what}", parameter=parameter, value=given
    )
