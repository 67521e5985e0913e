"""Middleware that changes calls: default settings, default instructions, examples of tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..engine.sampling import SAMPLING, check_options, merged_options, sampling
from ..engine.settings import check_headers, check_mapping, check_text
from ..errors import InvalidArgumentError
from ..json_codec import dumps
from ..types._value import EMPTY, evolve, field, value
from ..types.headers import HeaderLines
from ..types.messages import SystemMessage
from ..types.tools import FunctionTool
from .base import PureMiddleware

if TYPE_CHECKING:
    from ..types.call import LanguageModelCall
    from .base import CallContext

__all__ = [
    "add_tool_input_examples_middleware",
    "default_instructions_middleware",
    "default_settings_middleware",
]

_MERGED = ("headers", "provider_options", "extra_body")


def default_settings_middleware(settings: Mapping[str, Any]) -> PureMiddleware:
    """Middleware that fills in settings which a call leaves open.

    What the call says wins; `headers`, `provider_options` and `extra_body` are merged, the call's
    own fields over the defaults.

    Args:
        settings: `max_output_tokens`, `temperature`, `top_p`, `top_k`, `presence_penalty`,
            `frequency_penalty`, `stop_sequences`, `seed`, `reasoning`, `headers`,
            `provider_options`, `extra_body`.

    Raises:
        InvalidArgumentError: There is no such setting, or its value is bad.

    Example:
        >>> careful = default_settings_middleware({"temperature": 0})
        >>> model = wrap_language_model("openai:gpt-4o", careful)
    """
    given = check_mapping("settings", settings)
    for name in given:
        if name not in (*SAMPLING, *_MERGED):
            raise InvalidArgumentError(
                f"settings: {name!r} cannot have a default here; there are "
                f"{', '.join((*SAMPLING, *_MERGED))}",
                parameter="settings",
                value=settings,
            )
    plain = {name: item for name, item in sampling(given).items() if item not in (None, ())}
    return _DefaultSettings(
        plain,
        check_headers(given.get("headers")),
        check_options(given.get("provider_options")),
        check_mapping("extra_body", given.get("extra_body")),
    )


@value
class _DefaultSettings(PureMiddleware):
    plain: Mapping[str, Any]
    headers: Mapping[str, str] = field(default=EMPTY, repr=False)
    provider_options: Mapping[str, Any] = field(default=EMPTY, repr=False)
    extra_body: Mapping[str, Any] = EMPTY

    def transform_call(self, call: LanguageModelCall, context: CallContext) -> LanguageModelCall:
        """The call with what it left open."""
        missing = {
            name: item for name, item in self.plain.items() if getattr(call, name) in (None, ())
        }
        own = {name.lower() for name in call.headers}
        headers = {name: line for name, line in self.headers.items() if name.lower() not in own}
        return evolve(
            call,
            **missing,
            headers=HeaderLines({**headers, **call.headers}),
            provider_options=merged_options(self.provider_options, call.provider_options),
            extra_body=merged_options(self.extra_body, call.extra_body),
        )


def default_instructions_middleware(instructions: str) -> PureMiddleware:
    """Middleware that gives instructions to calls that have none.

    Args:
        instructions: what the model is to be and do.

    Raises:
        InvalidArgumentError: They are empty or no text.

    Example:
        >>> polite = default_instructions_middleware("Be polite.")
        >>> model = wrap_language_model("openai:gpt-5", polite)
    """
    if instructions is None:
        raise InvalidArgumentError("instructions must be a str", parameter="instructions")
    check_text("instructions", instructions, empty=False)
    return _DefaultInstructions(instructions)


@value
class _DefaultInstructions(PureMiddleware):
    instructions: str

    def transform_call(self, call: LanguageModelCall, context: CallContext) -> LanguageModelCall:
        """The call, with instructions."""
        if any(isinstance(message, SystemMessage) for message in call.prompt):
            return call
        return evolve(call, prompt=(SystemMessage(self.instructions), *call.prompt))


def add_tool_input_examples_middleware(
    *,
    prefix: str = "Input Examples:",
    format: Callable[[Mapping[str, Any], int], str] | None = None,
    remove: bool = True,
) -> PureMiddleware:
    """Middleware that writes the `input_examples` of tools into their descriptions.

    For providers whose API has no field for them.

    Args:
        prefix: the line before the examples.
        format: how an example is written, from its arguments and its place; JSON by default.
        remove: whether the examples are then left out of the tool's own field.

    Raises:
        InvalidArgumentError: The prefix is no text, or `format` no function.

    Example:
        >>> model = wrap_language_model("openai:gpt-5", add_tool_input_examples_middleware())
    """
    if not isinstance(prefix, str) or (format is not None and not callable(format)):
        raise InvalidArgumentError(
            "prefix must be a str and format a function of an example and its place",
            parameter="prefix" if not isinstance(prefix, str) else "format",
        )
    return _ToolInputExamples(prefix, format, remove)


@value
class _ToolInputExamples(PureMiddleware):
    prefix: str
    format: Callable[[Mapping[str, Any], int], str] | None
    remove: bool

    def transform_call(self, call: LanguageModelCall, context: CallContext) -> LanguageModelCall:
        """The call, with tools that tell their examples."""
        tools = tuple(
            self._told(tool) if isinstance(tool, FunctionTool) and tool.input_examples else tool
            for tool in call.tools
        )
        return evolve(call, tools=tools)

    def _told(self, tool: FunctionTool) -> FunctionTool:
        write = self.format or (lambda example, _: dumps(example).decode())
        lines = [write(example, place) for place, example in enumerate(tool.input_examples)]
        told = "\n".join([self.prefix, *lines])
        description = f"{tool.description}\n\n{told}" if tool.description else told
        kept = () if self.remove else tool.input_examples
        return evolve(tool, description=description, input_examples=kept)
