"""Files that the provider keeps: `POST /files`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...types.services import UploadedFile
from ..errors import error_in_answer
from ..facts import count_of, text_of, timestamp_of
from ..json_text import bad_reply, read_object
from ..openai_media.body import Body, option_names, other_fields
from ..openai_media.form import file_field, form_of
from ..protocol import WireRequest
from ..services import UploadProtocol
from ._generated import FileUpload

if TYPE_CHECKING:
    from ...types.http import HTTPReply
    from ...types.services import UploadCall
    from .dialect import ServicesDialect

__all__ = ["FILES", "KNOWN_OPTIONS"]

KNOWN_OPTIONS: Final = option_names(FileUpload, but=("file", "purpose"))

_READ: Final = frozenset(
    ("id", "object", "bytes", "created_at", "expires_at", "filename", "purpose")
)


def build(dialect: ServicesDialect, call: UploadCall) -> WireRequest:
    """The request that keeps a file: a form with the settings first and the file last."""
    body = Body(dialect, call, KNOWN_OPTIONS)
    purpose = call.purpose or dialect.purpose(call.file.media_type or "")
    form = form_of(body.fields(purpose=purpose), (file_field("file", call.file, "file"),))
    return WireRequest("/files", form=form, warnings=tuple(body.warnings))


def parse(dialect: ServicesDialect, call: UploadCall, reply: HTTPReply) -> UploadedFile:
    """The file that the provider keeps now.

    Raises:
        InvalidResponseError: the reply is no file object.
    """
    body = read_object(reply, "a file object")
    file_id = text_of(body.get("id"))
    if file_id is None:
        if (error := error_in_answer(body, reply)) is not None:
            raise error
        raise bad_reply(reply, "the answer is not a file object: it has no id")
    rest = other_fields(body, _READ)
    return UploadedFile(
        file_id,
        dialect.name,
        call.file.media_type or "application/octet-stream",
        text_of(body.get("filename")) or call.file.filename,
        count_of(body.get("bytes")),
        text_of(body.get("purpose")),
        timestamp_of(body.get("created_at")),
        timestamp_of(body.get("expires_at")),
        provider_metadata={dialect.name: rest} if rest else {},
    )


FILES = UploadProtocol(build, parse)
"""Uploads as a record of pure functions."""
