"""`ToolContext`: what a tool may know of its call, and which parameter asks for it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_origin

from ..types._value import field, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typing_extensions

    from ..concurrency import CancelToken
    from ..types.messages import Message

    ContextT = typing_extensions.TypeVar("ContextT", covariant=True, default=Any)
else:
    ContextT = TypeVar("ContextT", covariant=True)  # defaults come with Python 3.13

__all__ = ["ToolContext", "context_parameter"]

_WRITTEN = re.compile(r"(?:^|[.\[|,\s])ToolContext\b")


@value
class ToolContext(Generic[ContextT]):
    """What a tool may know of its call: declare a parameter of this type to receive it.

    Attributes:
        tool_call_id: the id of the call.
        messages: the conversation up to the call, without the assistant message that made it.
        cancel: fires when the run is cancelled, is left, or the call's time is up.
        context: the value given for this tool in `tools_context=`.
        runtime_context: the value given for the whole run in `runtime_context=`.
        input: the arguments as the model wrote them.
    """

    tool_call_id: str
    messages: Sequence[Message] = field(default=(), repr=False)
    cancel: CancelToken | None = field(default=None, repr=False)
    context: ContextT = None  # type: ignore[assignment]  # absent unless somebody gave one
    runtime_context: Any = field(default=None, repr=False)
    input: Any = field(default=None, repr=False)


def context_parameter(function: Callable[..., Any]) -> str | None:
    """The name of the parameter that is annotated as `ToolContext`; None if there is none."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    for parameter in signature.parameters.values():
        if _means_context(parameter.annotation):
            return parameter.name
    return None


def _means_context(annotation: Any) -> bool:
    if isinstance(annotation, str):
        return _WRITTEN.search(annotation) is not None
    if annotation is ToolContext or get_origin(annotation) is ToolContext:
        return True
    return any(_means_context(each) for each in get_args(annotation) if each is not Any)
