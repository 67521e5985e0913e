"""How a model is asked for JSON: held to the schema, through a tool, or told in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..json_codec import dumps
from ..schema import UnsupportedSchemaError
from ..types._value import evolve, value
from ..types.call import CallWarning, ResponseFormat
from ..types.messages import Message, SystemMessage
from ..types.tools import FunctionTool, ProviderTool, ToolChoice
from .object_tool import free_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..types.call import LanguageModelCall
    from ..types.models import ModelCapabilities

__all__ = ["Asked", "asked_of"]

_ONLY_JSON = "Answer with JSON only, without any text around it."
_CALL_IT = "Give the answer by calling this tool, once."
_MAY_BE_FORCED = (None, "auto", "required")
_NO_REASONING = (None, "none", "provider-default")


@value
class Asked:
    """A call as it goes to a model.

    Attributes:
        call: the call.
        warnings: what is done in another way than it was asked for.
        answer_tool: the tool whose input is the answer; None if the answer is text.
    """

    call: LanguageModelCall
    warnings: tuple[CallWarning, ...] = ()
    answer_tool: str | None = None


def asked_of(call: LanguageModelCall, capabilities: ModelCapabilities | None) -> Asked:
    """The call, changed to what a model can do where it asks for JSON.

    A model that takes schemas is held to the schema. Of one that cannot be, the answer is asked
    as the input of a tool; where no tool can be forced, the schema stands in the instructions.

    Args:
        call: the call.
        capabilities: what the model can do; None is taken for everything.
    """
    wanted = call.response_format
    if wanted is None or wanted.type != "json" or capabilities is None:
        return Asked(call)
    if wanted.schema is None:
        return _any_json(call, capabilities)
    alone = capabilities.json_with_tools or not call.tools
    reason = "this model cannot be held to a JSON Schema"
    if capabilities.json_schema and not alone:
        reason += " beside tools"
    if capabilities.json_schema and alone:
        problem = _unsayable(wanted, capabilities.schema_dialect)
        if problem is None:
            return Asked(call)
        reason = f"this model's kind of JSON Schema cannot say it ({problem})"
    elif capabilities.tools and _may_force_a_tool(call, capabilities):
        return _through_tool(call, wanted, reason)
    return _in_words(call, wanted, reason, capabilities)


def _unsayable(wanted: ResponseFormat, dialect: str) -> str | None:
    """What a dialect has no words for; None where the model takes the schema one way or other."""
    if wanted.schema is None or dialect not in ("anthropic", "gemini"):
        return None  # strict mode can be left out, and plain takes everything
    from ..schema import lower

    try:
        lower(dict(wanted.schema), dialect)  # type: ignore[arg-type]  # it is one of them
    except UnsupportedSchemaError as error:
        return str(error)
    return None


def _may_force_a_tool(call: LanguageModelCall, capabilities: ModelCapabilities) -> bool:
    """Whether nothing else in the call forbids it: providers refuse reasoning with a forced tool,
    and those that refuse JSON beside tools their own tools beside others.
    """
    choice = call.tool_choice.type if call.tool_choice is not None else None
    own = any(isinstance(tool, ProviderTool) for tool in call.tools)
    mixed = own and not capabilities.json_with_tools
    return choice in _MAY_BE_FORCED and call.reasoning in _NO_REASONING and not mixed


def _json_mode(call: LanguageModelCall, capabilities: ModelCapabilities) -> bool:
    """Whether the model can be told to answer in JSON in this call."""
    return capabilities.json_object and (capabilities.json_with_tools or not call.tools)


def _through_tool(call: LanguageModelCall, wanted: ResponseFormat, reason: str) -> Asked:
    name = free_name([tool.name for tool in call.tools])
    description = " ".join(filter(None, (wanted.description, _CALL_IT)))
    assert wanted.schema is not None
    tool = FunctionTool(name, wanted.schema, description)
    choice = ToolChoice("required") if call.tools else ToolChoice("tool", name)
    changed = evolve(call, response_format=None, tools=(*call.tools, tool), tool_choice=choice)
    return Asked(changed, (_warning(f"{reason}: a tool takes the answer"),), name)


def _in_words(
    call: LanguageModelCall, wanted: ResponseFormat, reason: str, capabilities: ModelCapabilities
) -> Asked:
    assert wanted.schema is not None
    text = f"{_ONLY_JSON} It must match this JSON Schema:\n{dumps(wanted.schema).decode()}"
    if wanted.description:
        text += f"\nIt is: {wanted.description}"
    kept = ResponseFormat("json") if _json_mode(call, capabilities) else None
    changed = evolve(call, prompt=_instructed(call.prompt, text), response_format=kept)
    return Asked(changed, (_warning(f"{reason}: the schema is in the instructions"),))


def _any_json(call: LanguageModelCall, capabilities: ModelCapabilities) -> Asked:
    """JSON without a schema. Some providers take it only of those who speak of JSON."""
    if _json_mode(call, capabilities):
        if _speaks_of_json(call.prompt):
            return Asked(call)
        return Asked(evolve(call, prompt=_instructed(call.prompt, _ONLY_JSON)))
    changed = evolve(call, prompt=_instructed(call.prompt, _ONLY_JSON), response_format=None)
    return Asked(changed, (_warning("this model has no JSON mode: it is asked in words"),))


def _warning(message: str) -> CallWarning:
    return CallWarning("compatibility", message, "output")


def _instructed(prompt: Sequence[Message], text: str) -> tuple[Message, ...]:
    """The prompt with more instructions: at the end of those it has, for models that take one."""
    count = 0
    while count < len(prompt) and isinstance(prompt[count], SystemMessage):
        count += 1
    if not count:
        return (SystemMessage(text), *prompt)
    last = prompt[count - 1]
    joined = evolve(last, content=f"{last.content}\n\n{text}")
    return (*prompt[: count - 1], joined, *prompt[count:])


def _speaks_of_json(prompt: Sequence[Message]) -> bool:
    for message in prompt:
        content = message.content
        parts = [content] if isinstance(content, str) else [getattr(p, "text", "") for p in content]
        if any(re.search("json", part, re.IGNORECASE) for part in parts):
            return True
    return False
