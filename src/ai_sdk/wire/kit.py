"""What generated wire classes are made of, for packages outside this library.

`python -m codegen models --spec FILE --operations a,b --out DIR` writes modules that import from
here: the classes' decorator, the two converters, and `Operation`.

Example:
    >>> @model
    ... class Ask:
    ...     text: str
    ...     top_k: int | None = None
    >>> unstructure(Ask(text="Hi"))
    {'text': 'Hi'}
    >>> structure({"text": "Hi", "new": 1}, Ask).text
    'Hi'
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar, cast

from ._convert import hook_for, structure, unstructure
from ._model import UNSET, Raw, Unset, given, model, or_unset

__all__ = [
    "UNSET",
    "Operation",
    "Raw",
    "Unset",
    "given",
    "hook_for",
    "model",
    "or_unset",
    "structure",
    "unstructure",
]

Sent = TypeVar("Sent")
Answered = TypeVar("Answered")
Event = TypeVar("Event")


class Operation(Generic[Sent, Answered, Event]):
    """One call of an API: where it goes, and the classes of what is sent and what comes back.

    Args:
        method: the HTTP method.
        path: the path below the API's address, with `{parameters}`.
        sent: the class (or union) of the request's JSON; None where it has none.
        answered: the class (or union) of the answer's JSON; None where it has none.
        event: the class (or union) of one streamed event; None where nothing is streamed.

    Example:
        >>> ask = Operation("POST", "/ask/{id}", None, dict, None)
        >>> ask.at(id="a/b")
        '/ask/a%2Fb'
    """

    __slots__ = ("_answered", "_event", "_sent", "method", "path")

    def __init__(
        self, method: str, path: str, sent: object, answered: object, event: object
    ) -> None:
        self.method = method
        self.path = path
        self._sent, self._answered, self._event = sent, answered, event

    def __repr__(self) -> str:
        return f"Operation({self.method} {self.path})"

    def at(self, **parameters: str) -> str:
        """The path with its parameters filled in, each as one segment.

        Raises:
            InvalidArgumentError: one could lead out of its place in the address.
        """
        from ..http_rules.urls import path_segment

        path = self.path
        for name, text in parameters.items():
            path = path.replace("{" + name + "}", path_segment(text, name))
        return path

    def body(self, request: Sent) -> Any:
        """The JSON of a request object."""
        return unstructure(request)

    def answer(self, data: Any) -> Answered:
        """The answer as an object; adopts `data`, which was parsed a moment ago. Never raises."""
        return cast("Answered", structure(data, self._answered))

    def event(self, data: Any) -> Event:
        """One streamed event as an object; adopts `data`. Never raises."""
        return cast("Event", structure(data, self._event))
