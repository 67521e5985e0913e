"""A conversation as one text, for models that know nothing of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import UnsupportedFunctionalityError
from ...types.call import CallWarning
from ...types.content import TextPart
from ...types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...types.messages import Message

__all__ = ["USER_TURN", "prompt_text"]

USER_TURN = "\nuser:"
"""Where the model would begin to speak for the user, and must stop."""


def prompt_text(
    provider: str, prompt: Sequence[Message], warnings: list[CallWarning]
) -> tuple[str, bool]:
    """The text to go on with, and whether it names the speakers.

    A single text of the user is sent as it is, instructions before it. A conversation is written
    as `user:` and `assistant:` in turns, and the model goes on as the assistant.

    Args:
        provider: the provider's name, for messages.
        prompt: the prompt.
        warnings: gets what of the prompt could not be said.

    Raises:
        UnsupportedFunctionalityError: it holds a file or a tool's result.

    Example:
        >>> prompt_text("openai", [UserMessage((TextPart("Once upon a time"),))], [])
        ('Once upon a time', False)
    """
    systems = [str(m.content) for m in prompt if isinstance(m, SystemMessage)]
    spoken = [m for m in prompt if not isinstance(m, SystemMessage)]
    if len(spoken) == 1 and isinstance(spoken[0], UserMessage):
        return "\n\n".join((*systems, _text(provider, spoken[0], warnings))), False
    turns = [*systems, *(_turn(provider, message, warnings) for message in spoken), "assistant:\n"]
    return "\n\n".join(turns), True


def _turn(provider: str, message: Message, warnings: list[CallWarning]) -> str:
    if isinstance(message, ToolMessage):
        raise _cannot(provider, "the result of a tool")
    return f"{message.role}:\n{_text(provider, message, warnings)}"


def _text(provider: str, message: Message, warnings: list[CallWarning]) -> str:
    if isinstance(message.content, str):
        return message.content
    said = [part for part in message.content if isinstance(part, TextPart)]
    for part in message.content:
        if isinstance(part, TextPart):
            continue
        if not isinstance(message, AssistantMessage):
            raise _cannot(provider, f"a {_kind(part)}")
        what = f"{provider}: a completion cannot hold a {_kind(part)}; it is left out"
        warnings.append(CallWarning("unsupported", what, setting="messages"))
    return "".join(part.text for part in said)


def _kind(part: Any) -> str:
    return str(getattr(part, "media_type", None) or part.type)


def _cannot(provider: str, what: str) -> UnsupportedFunctionalityError:
    return UnsupportedFunctionalityError(
        f"{provider}: a completion cannot hold {what}; use a chat model", functionality=what
    )
