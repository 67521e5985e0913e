"""Pictures and speech of Gemini models: generateContent, asked for one kind of content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import ContentFilteredError
from ...types._value import evolve
from ...types.call import CallOptions, CallWarning, LanguageModelCall, ModelResult
from ...types.content import FilePart, TextPart
from ...types.messages import UserMessage
from ..options import deep_merge
from .request import build
from .response import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...types.content import Metadata
    from ...types.http import HTTPReply
    from ..protocol import WireRequest
    from .dialect import GoogleDialect

__all__ = ["asked_for", "made", "words_of"]


def asked_for(
    dialect: GoogleDialect,
    model_id: str,
    call: CallOptions,
    content: Sequence[TextPart | FilePart],
    config: Mapping[str, Any],
    options: Metadata,
    *,
    seed: int | None = None,
) -> WireRequest:
    """The request that asks a model for one kind of content.

    Args:
        dialect: who is asked.
        model_id: the model's id.
        call: the call, for its extra body.
        content: what the model is told.
        config: settings of the answer, over which the options are laid.
        options: the call's options for language models.
        seed: the seed.
    """
    wanted = LanguageModelCall((UserMessage(tuple(content)),), seed=seed, provider_options=options)
    wire = build(dialect, model_id, wanted, False)
    body = {**wire.json}
    body["generationConfig"] = deep_merge(dict(config), body.get("generationConfig", {}))
    if call.extra_body:
        body = deep_merge(body, call.extra_body)
    return evolve(wire, json=body)


def made(
    dialect: GoogleDialect, reply: HTTPReply, request: WireRequest, kind: str
) -> tuple[ModelResult, list[FilePart]]:
    """The answer, and its files of one kind.

    Args:
        dialect: who answered.
        reply: the reply.
        request: what was asked.
        kind: start of the media types that count.

    Raises:
        ContentFilteredError: the filter held everything back.
        InvalidResponseError: the reply is no answer of a model.
    """
    result = parse(dialect, reply, request)
    files = [
        part
        for part in result.content
        if isinstance(part, FilePart) and (part.media_type or "").startswith(kind)
    ]
    if not files and result.finish_reason == "content-filter":
        raise ContentFilteredError(
            f"{dialect.name}: the answer was held back ({result.raw_finish_reason})",
            status_code=reply.status,
            code=result.raw_finish_reason,
        )
    return result, files


def words_of(dialect: GoogleDialect, result: ModelResult) -> tuple[CallWarning, ...]:
    """What the model said instead of, or beside, what it was asked for."""
    said = "".join(part.text for part in result.content if isinstance(part, TextPart)).strip()
    if not said:
        return ()
    return (CallWarning("other", f"{dialect.name}: the model said: {said[:500]}"),)
