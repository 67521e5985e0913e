"""Anthropic's models and files, as pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..services import ServicesProtocol
from .files import FILES
from .models import MODELS

if TYPE_CHECKING:
    from ...errors import APICallError
    from ...types.http import HTTPReply
    from ..anthropic_messages.dialect import MessagesDialect

__all__ = ["PROTOCOL"]


def parse_error(dialect: MessagesDialect, reply: HTTPReply) -> APICallError:
    """The typed error of a reply with an error status."""
    return dialect.read_error(reply)


PROTOCOL = ServicesProtocol("anthropic_services", parse_error, MODELS, FILES)
"""The services, for their driver."""
