"""An answer that is no value of the output's schema: mended by the caller, or asked for again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InvalidArgumentError, NoObjectGeneratedError
from ..types._value import value
from ..types.content import TextPart
from ..types.messages import UserMessage
from .settings import check_count

if TYPE_CHECKING:
    from ..types.results import StepResult

__all__ = ["Repairs", "may_ask_again", "repairs_of", "what_was_wrong"]


@value
class Repairs:
    """How a bad answer may be mended: a function of text and error, and how often to ask again."""

    hook: Callable[[str, Exception], Any] | None = None
    limit: int = 0


_NONE = Repairs()


def repairs_of(given: Mapping[str, Any]) -> Repairs:
    """The settings `repair_object` and `max_repairs`.

    Raises:
        InvalidArgumentError: one of them is of the wrong kind.
    """
    if "repair_object" not in given and "max_repairs" not in given:
        return _NONE
    hook, limit = given.get("repair_object"), given.get("max_repairs", 0)
    if hook is not None and not callable(hook):
        raise InvalidArgumentError(
            "repair_object must be a function of the text and the error",
            parameter="repair_object",
            value=hook,
        )
    check_count("max_repairs", limit, 0)
    return Repairs(hook, limit or 0)


def may_ask_again(step: StepResult) -> bool:
    """Whether another answer may be better: one that was cut off would be cut off again, and one
    that waits for tools is not the last.
    """
    ended = step.finish_reason in ("stop", "other")
    return ended and all(call.provider_executed for call in step.tool_calls)


def what_was_wrong(error: NoObjectGeneratedError) -> UserMessage:
    """What the model is told of its answer."""
    reason = str(error.__cause__ or error)
    text = f"That answer was not accepted: {reason}\nAnswer again, with only the JSON."
    return UserMessage((TextPart(text),))
