"""Embeddings: texts in, one buffer of vectors out, over three requests for the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import UnsupportedFunctionalityError
from ...types.call import EmbeddingModelResult
from ...types.usage import EmbeddingUsage
from .._model import field_names
from ..facts import count_of
from ..json_text import bad_reply, read_object
from ..options import deep_merge, read_options
from ..protocol import UnaryProtocol, WireRequest
from ..vectors import packed
from ._generated import EmbedRequest, EmbedSettings
from .errors import parse_error, refusal_of
from .facts import rows_of
from .names import model_path, resource_name, spellings, wire_spelling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.call import EmbeddingCall
    from ...types.http import HTTPReply
    from .dialect import GoogleDialect

__all__ = ["KNOWN_OPTIONS", "PROTOCOL", "build", "one_at_a_time", "parse"]

_FIELDS: Final = spellings(
    set(field_names(EmbedRequest)) - {"content", "embedContentConfig", "model"}
)
_FURTHER: Final = spellings(set(field_names(EmbedSettings)) - set(field_names(EmbedRequest)))

KNOWN_OPTIONS: Final = frozenset((*_FIELDS, *_FURTHER))
"""All options: the fields of a request for one vector, and of its settings."""

_OF_INSTANCE: Final = {"task_type": "task_type", "title": "title"}


def one_at_a_time(model_id: str) -> bool:
    """Whether a model of Vertex AI takes one text a call, over the newer request."""
    return model_id.rpartition("/")[2].startswith("gemini-embedding-") and not _is_first(model_id)


def _is_first(model_id: str) -> bool:
    return model_id.rpartition("/")[2].startswith("gemini-embedding-001")


def build(dialect: GoogleDialect, model_id: str, call: EmbeddingCall) -> WireRequest:
    """The request for a call.

    Raises:
        UnsupportedFunctionalityError: a value is no text.
    """
    for value in call.values:
        if not isinstance(value, str):
            raise UnsupportedFunctionalityError(
                f"{dialect.name}: only texts can be embedded, not lists of tokens",
                functionality="embedding of tokens",
            )
    options, warnings = read_options(
        call.provider_options, dialect.option_namespaces, KNOWN_OPTIONS
    )
    if dialect.vertex and not one_at_a_time(model_id):
        action, body = "predict", _instances(call.values, options)
    elif len(call.values) == 1 or dialect.vertex:
        action, body = "embedContent", _request(call.values[0], options)
    else:
        name = resource_name(model_id)
        rows = [{"model": name, **_request(text, options)} for text in call.values]
        action, body = "batchEmbedContents", {"requests": rows}
    if call.extra_body:
        body = deep_merge(body, call.extra_body)
    return WireRequest(model_path(dialect, model_id, action), body, warnings=tuple(warnings))


def _request(text: str, options: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {"content": {"parts": [{"text": text}]}}
    out |= _given(_FIELDS, options)
    if further := _given(_FURTHER, options):
        out["embedContentConfig"] = further
    return out


def _given(names: Mapping[str, str], options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        wire: wire_spelling(options[name])
        for name, wire in names.items()
        if options.get(name) is not None
    }


def _instances(texts: tuple[str, ...], options: Mapping[str, Any]) -> dict[str, Any]:
    """The older request of Vertex AI: the kind of task stands with each text."""
    about = _given(_OF_INSTANCE, options)
    rest = {name: wire for name, wire in _FIELDS.items() if name not in _OF_INSTANCE}
    body: dict[str, Any] = {"instances": [{"content": text, **about} for text in texts]}
    parameters = _given(rest, options)
    return {**body, "parameters": parameters} if parameters else body


def parse(
    _dialect: GoogleDialect, reply: HTTPReply, _request: WireRequest, call: EmbeddingCall
) -> EmbeddingModelResult:
    """The vectors of an answer.

    Raises:
        InvalidResponseError: there are not as many vectors as values, they differ in length, or
            one of them is no list of finite numbers.
        APICallError: it is an error object in spite of its good status.
    """
    body = read_object(reply, "embeddings")
    if (error := refusal_of(body, reply)) is not None:
        raise error
    rows = _rows(body)
    if len(rows) != len(call.values):
        raise bad_reply(
            reply,
            f"the answer is not embeddings: {len(call.values)} vectors were asked for, "
            f"{len(rows)} came",
        )
    vectors = packed([row.get("values") for row in rows], reply)
    return EmbeddingModelResult(vectors, _usage(body, rows))


def _rows(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The vectors, wherever the answer has them."""
    if "predictions" in body:
        return rows_of([row.get("embeddings") for row in rows_of(body["predictions"])])
    return rows_of(body.get("embeddings", [body.get("embedding")]))


def _usage(body: Mapping[str, Any], rows: list[dict[str, Any]]) -> EmbeddingUsage:
    usage = body.get("usageMetadata")
    if isinstance(usage, dict):
        return EmbeddingUsage(count_of(usage.get("promptTokenCount")), usage)
    counts = [
        count_of(told.get("token_count"))
        for row in rows
        if isinstance(told := row.get("statistics"), dict)
    ]
    known = [count for count in counts if count is not None]
    metadata = body.get("metadata")
    return EmbeddingUsage(
        sum(known) if known and len(known) == len(rows) else None,
        metadata if isinstance(metadata, dict) else None,
    )


PROTOCOL = UnaryProtocol("google_genai.embeddings", build, parse, parse_error)
"""Embeddings as a record of pure functions; the dialects are `GoogleDialect` values."""
