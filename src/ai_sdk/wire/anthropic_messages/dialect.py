"""Where the servers that speak the Messages API differ from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...types._value import value
from ..errors import error_from_reply
from .facts import claude_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...errors import APICallError
    from ...types.http import HTTPReply
    from .facts import ModelFacts

__all__ = ["ANTHROPIC", "NEWER_VERSION", "OLDER_VERSION", "MessagesDialect", "dialect_of"]

OLDER_VERSION: Final = "2023-06-01"
"""The API version that every server of the protocol speaks."""

NEWER_VERSION: Final = "2026-10-21"
"""The API version without sampling settings, with the profile of a user in the body."""


@value
class MessagesDialect:
    """How one provider speaks the Messages API.

    Attributes:
        name: the provider's name; the key of its metadata.
        option_namespaces: names under which options and metadata are read; the first wins.
        version: the API version, a date.
        path: path of the endpoint below the base URL.
        pass_unknown_options: send options that the protocol does not know.
        betas: send the beta flags of what a request uses.
        facts: what a model's id tells of it.
        read_error: the typed error of a reply with an error status.
    """

    name: str = "anthropic"
    option_namespaces: tuple[str, ...] = ("anthropic",)
    version: str = OLDER_VERSION
    path: str = "/messages"
    pass_unknown_options: bool = False
    betas: bool = True
    facts: Callable[[str], ModelFacts] = claude_facts
    read_error: Callable[[HTTPReply], APICallError] = error_from_reply

    @property
    def newer(self) -> bool:
        """It speaks a version without sampling settings."""
        return self.version >= NEWER_VERSION


ANTHROPIC: Final = MessagesDialect()
"""Anthropic's own dialect."""


def dialect_of(name: str, version: str = OLDER_VERSION) -> MessagesDialect:
    """Anthropic's dialect under another provider's name.

    Example:
        >>> dialect_of("acme").option_namespaces
        ('acme', 'anthropic')
    """
    return MessagesDialect(name, tuple(dict.fromkeys((name, "anthropic"))), version)
