"""Questions that a server asks the person: read from JSON, answered in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import InvalidArgumentError
from ..json_codec import is_object
from ..types._value import EMPTY
from .reading import text_of
from .values import MCPElicitation, MCPElicitationResult

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["answer_of", "elicitation"]

_ACTIONS = ("accept", "decline", "cancel")


def elicitation(params: Mapping[str, Any]) -> MCPElicitation:
    """The question in the parameters of `elicitation/create`.

    Example:
        >>> elicitation({"message": "Which city?"}).mode
        'form'
    """
    schema = params.get("requestedSchema")
    return MCPElicitation(
        text_of(params, "message") or "",
        schema if is_object(schema) else EMPTY,
        "url" if params.get("mode") == "url" else "form",
        text_of(params, "url"),
        params,
    )


def answer_of(given: Any) -> dict[str, Any]:
    """What a handler returned, as JSON: a result, a dict like one, or None for "cancel".

    Raises:
        InvalidArgumentError: it is nothing of that.

    Example:
        >>> answer_of(MCPElicitationResult("accept", {"city": "Rome"}))
        {'action': 'accept', 'content': {'city': 'Rome'}}
    """
    if given is None:
        return {"action": "cancel"}
    if isinstance(given, MCPElicitationResult):
        given = {"action": given.action, "content": given.content}
    if not is_object(given) or given.get("action") not in _ACTIONS:
        raise InvalidArgumentError(
            f"on_elicitation must return an MCPElicitationResult, not {given!r}",
            parameter="on_elicitation",
            value=given,
        )
    content = given.get("content")
    return {"action": given["action"], **({} if content is None else {"content": content})}
