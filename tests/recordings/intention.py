"""A recorded request as a call of one of our public functions: what a reader hands to a driver."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Inexpressible(Exception):  # noqa: N818 - no failure of ours: a fact of the record
    """The request says something that is no call of our functions; the message says what."""


@dataclass(frozen=True)
class Intention:
    """A call of a public function.

    Attributes:
        function: name of the public function.
        surface: which kind of handle the model needs: "chat", "responses", "embedding", ...;
            "provider" for calls to the provider itself.
        model: the model's id.
        arguments: the keyword arguments, without the model.
        options: the names under `provider_options` that the call needs, wherever they stand.
    """

    function: str
    surface: str
    model: str
    arguments: dict[str, Any]
    options: frozenset[str] = field(default_factory=frozenset)


class Reader:
    """Takes a JSON body apart key by key; what nobody took becomes a provider option.

    Keys with a null value count as absent: every API reads them so.
    """

    def __init__(self, body: dict[str, Any], provider: str) -> None:
        self.provider = provider
        self.left = {key: item for key, item in body.items() if item is not None}
        self.arguments: dict[str, Any] = {}
        self.options: dict[str, Any] = {}
        self.used: set[str] = set()

    def take(self, key: str, default: Any = None) -> Any:
        """Remove a key of the body and return its value."""
        return self.left.pop(key, default)

    def argument(self, key: str, name: str | None = None) -> None:
        """Hand a key of the body over as an argument."""
        if key in self.left:
            self.arguments[name or key] = self.left.pop(key)

    def option(self, name: str, item: Any) -> None:
        """Add an option of the call."""
        self.options[name] = item

    def part_options(self, **named: Any) -> dict[str, Any]:
        """`provider_options` of a part or message; empty for nothing but None."""
        found = {name: item for name, item in named.items() if item is not None}
        self.used |= found.keys()
        return {"provider_options": {self.provider: found}} if found else {}

    def finish(self, function: str, surface: str, model: str) -> Intention:
        """The intention; the keys that are left over become options."""
        options = {**self.left, **self.options}
        if options:
            self.arguments["provider_options"] = {self.provider: options}
        return Intention(
            function, surface, model, self.arguments, frozenset(self.used | options.keys())
        )
