"""`Tool`: a function or a schema that a model may call."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, ParamSpec, TypeAlias, TypeVar

from ..errors import InvalidArgumentError
from ..types._value import EMPTY, evolve, field, value
from ..types.tools import FunctionTool, ProviderTool

if TYPE_CHECKING:
    from ..schema import Schema
    from ..types.content import Metadata

__all__ = ["AnyTool", "Tool", "ToolSet"]

P = ParamSpec("P")
R = TypeVar("R", covariant=True)


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
        dynamic: its types are known only at run time; its calls are marked so.
        to_model_output: turns the return value into what the model sees.
        title: a name for people; calls of the tool carry it.
        input_examples: arguments as a model might write them.
        metadata: facts for your own program; calls of the tool carry them, no model sees them.
        context_schema: schema of the tool's entry in `tools_context=`.
        on_input_start: called when a stream begins to write arguments, with the context.
        on_input_delta: called with each piece of them and the context.
        on_input_available: called with the validated arguments and the context.
    """

    name: str
    description: str | None
    input_schema: Schema[Any]
    execute: Callable[P, R] | None = None
    call_style: Literal["kwargs", "input"] = "kwargs"
    strict: bool | None = None
    timeout: float | None = None
    dynamic: bool = False
    to_model_output: Callable[..., Any] | None = None
    provider_options: Metadata = EMPTY
    context_parameter: str | None = field(default=None, repr=False)
    title: str | None = None
    input_examples: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    metadata: Mapping[str, Any] = field(default=EMPTY, repr=False)
    context_schema: Schema[Any] | None = field(default=None, repr=False)
    on_input_start: Callable[..., Any] | None = field(default=None, repr=False)
    on_input_delta: Callable[..., Any] | None = field(default=None, repr=False)
    on_input_available: Callable[..., Any] | None = field(default=None, repr=False)
    binds_to: Literal["instance", "class", "nothing"] = field(default="instance", repr=False)

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
        """A tool made from a method, bound to its object or class."""
        if isinstance(self.execute, functools.partial):
            return self  # binds to nothing; Python 3.13 warns that a later one may
        bind = getattr(self.execute, "__get__", None)
        target = owner if self.binds_to == "class" else instance
        if target is None or bind is None or self.binds_to == "nothing":
            return self
        return evolve(self, execute=bind(target, owner))

    def definition(self) -> FunctionTool:
        """The tool as models see it."""
        return FunctionTool(
            self.name,
            self.input_schema.json_schema,
            self.description,
            self.strict,
            self.provider_options,
            tuple(self.input_examples),
        )


AnyTool: TypeAlias = "Tool[..., Any] | ProviderTool"
ToolSet: TypeAlias = (
    "Sequence[AnyTool | Callable[..., Any]] | Mapping[str, AnyTool | Callable[..., Any]]"
)
