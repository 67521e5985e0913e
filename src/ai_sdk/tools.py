"""Tools: functions that a model may call. `@tool` makes one from a function's signature."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    Literal,
    ParamSpec,
    TypeAlias,
    TypedDict,
    TypeVar,
    overload,
)

from .errors import InvalidArgumentError
from .schema import Schema, as_schema, function_schema
from .types._value import EMPTY, evolve, field, value
from .types.tools import FunctionTool, ProviderTool, ToolDefinition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import TypeForm, Unpack

    from .concurrency import CancelToken
    from .types.content import Metadata
    from .types.messages import Message

__all__ = ["Tool", "ToolContext", "ToolSet", "dynamic_tool", "named_tools", "tool"]

P = ParamSpec("P")
R = TypeVar("R", covariant=True)
T = TypeVar("T")

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what OpenAI, Anthropic and Gemini all take


@value
class ToolContext:
    """What a tool may know of its call: declare a parameter of this type to receive it.

    Attributes:
        tool_call_id: the id of the call.
        messages: the conversation up to the call, without the assistant message that made it.
        cancel: fires when the run is cancelled or the call times out.
        context: the value given for this tool in `tools_context=`.
    """

    tool_call_id: str
    messages: Sequence[Message] = field(default=(), repr=False)
    cancel: CancelToken | None = field(default=None, repr=False)
    context: Any = None


@value
class Tool(Generic[P, R]):
    """A tool. Make one with `@tool` or `tool(...)`; it stays callable as the function it was.

    Attributes:
        name: what the model calls it.
        input_schema: schema of the arguments.
        execute: the function; None for a tool that the caller of the library runs.
        call_style: "kwargs" spreads the arguments over parameters, "input" passes them whole.
        strict: hold the model to the schema exactly; None leaves it to the provider.
        timeout: seconds one call may take.
        to_model_output: turns the return value into what the model sees.
    """

    name: str
    description: str | None
    input_schema: Schema[Any]
    execute: Callable[P, R] | None = None
    call_style: Literal["kwargs", "input"] = "kwargs"
    strict: bool | None = None
    timeout: float | None = None
    dynamic: bool = False
    to_model_output: Callable[[Any], Any] | None = None
    provider_options: Metadata = EMPTY
    context_parameter: str | None = field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        for attribute in functools.WRAPPER_ASSIGNMENTS:
            if hasattr(self.execute, attribute):
                object.__setattr__(self, attribute, getattr(self.execute, attribute))

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function behind the tool, as if it had never been decorated."""
        if self.execute is None:
            raise InvalidArgumentError(f"the tool {self.name!r} has no function to call")
        return self.execute(*args, **kwargs)

    def __get__(self, instance: Any, owner: type | None = None) -> Tool[..., R]:
        """A tool made from a method, bound to its object."""
        if instance is None or self.execute is None:
            return self
        return evolve(self, execute=self.execute.__get__(instance, owner))

    def definition(self) -> FunctionTool:
        """The tool as models see it."""
        return FunctionTool(
            self.name,
            self.input_schema.json_schema,
            self.description,
            self.strict,
            self.provider_options,
        )


AnyTool: TypeAlias = "Tool[..., Any] | ProviderTool"
ToolSet: TypeAlias = (
    "Sequence[AnyTool | Callable[..., Any]] | Mapping[str, AnyTool | Callable[..., Any]]"
)


class _Traits(TypedDict, total=False):
    """What may be said of every kind of tool."""

    name: str | None
    description: str | None
    strict: bool | None
    timeout: float | None
    to_model_output: Callable[[Any], Any] | None
    provider_options: Metadata | None


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
    strict: bool | None = None,
    timeout: float | None = None,
    to_model_output: Callable[[Any], Any] | None = None,
    provider_options: Metadata | None = None,
) -> Any:
    """Make a tool from a function, or from a schema and a function of its value.

    As a decorator, with or without arguments, the schema comes from the signature: types,
    defaults, `Annotated` texts and the docstring's parameter descriptions. With `input_schema`
    the function gets one argument, the validated input; without `execute` the tool is run by
    whoever reads `result.tool_calls`.

    Args:
        function: the function, when used as a bare decorator.
        name: name for the model; by default the function's name, or the key in `tools={...}`.
        description: what it is for; by default the docstring's text.
        input_schema: a type or JSON Schema of the input.
        execute: function of the validated input; plain or coroutine function.
        strict: hold the model to the schema exactly.
        timeout: seconds one call may take; None for no limit of its own.
        to_model_output: turns the return value into what the model sees.
        provider_options: provider name -> that provider's own fields of a tool.

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
    shared = {
        "strict": strict,
        "timeout": timeout,
        "to_model_output": to_model_output,
        "provider_options": provider_options or EMPTY,
    }
    if function is not None and not callable(function):
        raise InvalidArgumentError(
            "tool() takes a function, or keyword arguments", parameter="function", value=function
        )
    if input_schema is not None:
        return _from_schema(name or "", description, input_schema, execute, shared)
    made = execute if function is None else function
    if made is not None:
        return _from_function(made, name, description, shared)
    return lambda each: _from_function(each, name, description, shared)


def dynamic_tool(
    *,
    name: str,
    description: str | None = None,
    input_schema: Any,
    execute: Callable[[Any], R] | Callable[Concatenate[Any, ...], R],
) -> Tool[..., R]:
    """A tool whose types are known only at run time: its calls are marked `dynamic`.

    Example:
        >>> dynamic_tool(name="f", input_schema={"type": "object"}, execute=lambda x: x).dynamic
        True
    """
    made = _from_schema(name, description, input_schema, execute, {})
    return evolve(made, dynamic=True)


def _schema(make: Callable[[], Schema[Any]], what: str) -> Schema[Any]:
    try:
        return make()
    except (TypeError, ValueError, NameError) as error:
        raise InvalidArgumentError(f"{what}: {error}", parameter="input_schema") from error


def _from_schema(
    name: str,
    description: str | None,
    input_schema: Any,
    execute: Callable[..., Any] | None,
    shared: Mapping[str, Any],
) -> Tool[..., Any]:
    schema = _schema(lambda: as_schema(input_schema), f"the tool {name!r} has no usable schema")
    kind = schema.json_schema.get("type", "object")
    if kind != "object":
        raise InvalidArgumentError(
            f"the tool {name!r}: its input must be an object, not {kind}", parameter="input_schema"
        )
    context = _context_parameter(execute) if execute else None
    if name:
        check_name(name)
    return Tool(
        name,
        description or schema.description,
        schema,
        execute,
        "input",
        context_parameter=context,
        **shared,
    )


def _from_function(
    function: Callable[..., Any],
    name: str | None,
    description: str | None,
    shared: Mapping[str, Any],
) -> Tool[..., Any]:
    found = name or str(getattr(function, "__name__", ""))
    check_name(found)
    context = _context_parameter(function)
    skip = ("self", "cls") if context is None else ("self", "cls", context)
    schema = _schema(
        lambda: function_schema(function, skip=skip),
        f"the tool {found!r} has a signature without JSON Schema",
    )
    return Tool(
        found,
        description or schema.description,
        schema,
        function,
        context_parameter=context,
        **shared,
    )


def check_name(name: str) -> None:
    """Refuse a name that some provider would refuse."""
    if not _NAME.fullmatch(name):
        raise InvalidArgumentError(
            f"a tool's name must be 1 to 64 letters, digits, '_' or '-', not {name!r}",
            parameter="name",
            value=name,
        )


def _context_parameter(function: Callable[..., Any]) -> str | None:
    import inspect

    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    for parameter in signature.parameters.values():
        kind = parameter.annotation
        if kind is ToolContext or (
            isinstance(kind, str) and kind.rpartition(".")[2].split(" |")[0] == "ToolContext"
        ):
            return parameter.name
    return None


def named_tools(tools: ToolSet | None) -> dict[str, AnyTool]:
    """`tools=` in its normal form: name -> tool, in the order given.

    Accepts tools, provider tools and plain functions, in a list or as a mapping whose keys are
    the names.

    Raises:
        InvalidArgumentError: something is no tool, has no name, or two share one.
    """
    if tools is None:
        return {}
    out: dict[str, AnyTool] = {}
    for name, each in _pairs(tools):
        made = _as_tool(name, each)
        if made.name in out:
            raise InvalidArgumentError(
                f"two tools are named {made.name!r}", parameter="tools", value=made.name
            )
        out[made.name] = made
    return out


def _pairs(tools: Any) -> Iterable[tuple[str | None, Any]]:
    if isinstance(tools, Mapping):
        return list(tools.items())
    if isinstance(tools, (Tool, ProviderTool, str)) or not isinstance(tools, Iterable):
        raise InvalidArgumentError(
            "tools must be a list of tools or a mapping name -> tool",
            parameter="tools",
            value=tools,
        )
    return [(None, each) for each in tools]


def _as_tool(name: str | None, given: Any) -> AnyTool:
    if isinstance(given, ProviderTool):
        return given if name is None else evolve(given, name=name)
    if not isinstance(given, Tool):
        if not callable(given):
            raise InvalidArgumentError(
                f"tools holds {given!r}, which is neither a tool nor a function; see @ai_sdk.tool",
                parameter="tools",
                value=given,
            )
        given = _from_function(given, name, None, {})
    if name is not None and name != given.name:
        check_name(name)
        given = evolve(given, name=name)
    if not given.name:
        raise InvalidArgumentError(
            "a tool in a list needs a name: tool(name=..., ...)", parameter="tools"
        )
    made: AnyTool = given
    return made


def definitions(tools: Mapping[str, AnyTool]) -> tuple[ToolDefinition, ...]:
    """The tools as models see them."""
    return tuple(t if isinstance(t, ProviderTool) else t.definition() for t in tools.values())
