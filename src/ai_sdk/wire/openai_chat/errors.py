"""Error replies of Chat Completions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...errors import APICallError
    from ...types.http import HTTPReply
    from .dialect import ChatDialect

__all__ = ["parse_error"]


def parse_error(dialect: ChatDialect, reply: HTTPReply) -> APICallError:
    """The typed error of a reply with an error status.

    Example:
        >>> from ai_sdk.types.http import HTTPReply
        >>> from ai_sdk.wire.openai_chat.dialect import OPENAI
        >>> parse_error(OPENAI, HTTPReply(503, {}, b"")).message
        '503 Service Unavailable (the body is empty)'
    """
    return dialect.read_error(reply)
