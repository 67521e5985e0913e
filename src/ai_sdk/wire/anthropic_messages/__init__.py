"""Anthropic's Messages API: requests, answers, streams and errors, without I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..protocol import LanguageProtocol, UnaryProtocol
from . import token_count
from .pauses import PAUSES
from .request import build
from .response import parse
from .stream import decoder

if TYPE_CHECKING:
    from ...errors import APICallError
    from ...types.http import HTTPReply
    from .dialect import MessagesDialect

__all__ = ["PROTOCOL"]


def parse_error(dialect: MessagesDialect, reply: HTTPReply) -> APICallError:
    """The typed error of a reply with an error status."""
    return dialect.read_error(reply)


_COUNT = UnaryProtocol(
    "anthropic_messages.token_count", token_count.build, token_count.parse, parse_error
)

PROTOCOL = LanguageProtocol(
    "anthropic_messages", build, parse, decoder, parse_error, _COUNT, PAUSES
)
"""The protocol, for the driver of language models."""
