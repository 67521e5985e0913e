"""Files that the provider keeps: `POST /files`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...types.call import CallWarning
from ...types.http import FormPart
from ...types.services import UploadedFile
from .._model import field_names
from ..errors import error_in_answer
from ..facts import count_of, text_of
from ..json_text import bad_reply, read_object
from ..openai_media.form import file_field
from ..options import read_options
from ..protocol import WireRequest
from ..services import UploadProtocol
from ._generated import FileUpload
from .times import moment_of

if TYPE_CHECKING:
    from ...types.http import HTTPReply
    from ...types.services import UploadCall
    from ..anthropic_messages.dialect import MessagesDialect

__all__ = ["FILES"]

_BETA: Final = "files-api-2025-04-14"
_OPTIONS: Final = frozenset(field_names(FileUpload)) - {"file"}
_READ: Final = frozenset(
    ("id", "type", "filename", "mime_type", "size_bytes", "created_at", "expires_at")
)


def build(dialect: MessagesDialect, call: UploadCall) -> WireRequest:
    """The request that keeps a file: a form with the settings first and the file last."""
    options, warnings = read_options(
        call.provider_options,
        dialect.option_namespaces,
        _OPTIONS,
        pass_unknown=dialect.pass_unknown_options,
    )
    if call.purpose is not None:
        text = f"{dialect.name}: files have no purpose; it is left out"
        warnings.append(CallWarning("unsupported", text, setting="purpose"))
    fields = {**options, **call.extra_body}
    form = [FormPart(name, str(item)) for name, item in fields.items() if item is not None]
    headers = {"anthropic-version": dialect.version}
    if dialect.betas and not dialect.newer:
        headers["anthropic-beta"] = _BETA
    return WireRequest(
        "/files",
        form=(*form, file_field("file", call.file, "file")),
        headers=headers,
        lists=("anthropic-beta",),
        warnings=tuple(warnings),
    )


def parse(dialect: MessagesDialect, call: UploadCall, reply: HTTPReply) -> UploadedFile:
    """The file that the provider keeps now.

    Raises:
        InvalidResponseError: the reply is no file object.
    """
    body = read_object(reply, "a file object")
    if (error := error_in_answer(body, reply)) is not None:
        raise error
    file_id = text_of(body.get("id"))
    if file_id is None:
        raise bad_reply(reply, "the answer is not a file object: it has no id")
    rest = {name: item for name, item in body.items() if name not in _READ and item is not None}
    media_type = call.file.media_type or text_of(body.get("mime_type"))
    return UploadedFile(
        file_id,
        dialect.name,
        media_type or "application/octet-stream",
        text_of(body.get("filename")) or call.file.filename,
        count_of(body.get("size_bytes")),
        created=moment_of(body.get("created_at")),
        expires=moment_of(body.get("expires_at")),
        provider_metadata={dialect.name: rest} if rest else {},
    )


FILES = UploadProtocol(build, parse)
"""Uploads as a record of pure functions."""
