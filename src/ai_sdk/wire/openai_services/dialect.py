"""Where the servers that speak OpenAI's models and files differ: one frozen value each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...types._value import value
from ..errors import error_from_reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...errors import APICallError
    from ...types.http import HTTPReply

__all__ = ["OPENAI", "ServicesDialect", "compatible", "openai_purpose"]


def openai_purpose(media_type: str) -> str:
    """What a file of this type is for, if nobody says.

    Example:
        >>> openai_purpose("image/png"), openai_purpose("application/pdf")
        ('vision', 'user_data')
    """
    return "vision" if media_type.startswith("image/") else "user_data"


@value
class ServicesDialect:
    """How one provider speaks of its models and files.

    Attributes:
        name: the provider's name; the key of its metadata and of file references.
        option_namespaces: names under which `provider_options` are read; the first wins.
        pass_unknown_options: send options that the protocol does not know.
        purpose: media type -> what a file is for, if the caller does not say.
        read_error: the typed error of a reply with an error status.
    """

    name: str = "openai"
    option_namespaces: tuple[str, ...] = ("openai",)
    pass_unknown_options: bool = False
    purpose: Callable[[str], str] = openai_purpose
    read_error: Callable[[HTTPReply], APICallError] = error_from_reply


def compatible(name: str) -> ServicesDialect:
    """The dialect of a server that is OpenAI-compatible and of which nothing more is known.

    Example:
        >>> compatible("acme").option_namespaces
        ('acme', 'openai_compatible')
    """
    namespaces = tuple(dict.fromkeys((name, "openai_compatible")))
    return ServicesDialect(name, namespaces, pass_unknown_options=True)


OPENAI: Final = ServicesDialect()
"""OpenAI's own dialect."""
