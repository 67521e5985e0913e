"""Models and files of the Gemini API: lists page by page, uploads in two requests or more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidResponseError
from ...types.services import AvailableModel, ModelPage, UploadedFile
from ..facts import count_of, text_of
from ..json_text import bad_reply, read_object
from ..options import snake_case
from ..protocol import WireRequest
from ..services import ModelsProtocol, ServicesProtocol, UploadProtocol, UploadStep
from .errors import parse_error, refusal_of
from .facts import moment_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.http import HTTPReply
    from ...types.services import ListModelsCall, UploadCall
    from .dialect import GoogleDialect

__all__ = ["PROTOCOL"]

_PAGE: Final = "1000"
_PAUSE: Final = 2.0  # seconds between two looks whether a file is ready
_OF_MODEL: Final = ("name", "displayName", "description", "inputTokenLimit", "outputTokenLimit")
_OF_FILE: Final = ("uri", "mimeType", "sizeBytes", "createTime", "expirationTime", "displayName")


def _version(dialect: GoogleDialect) -> str:
    return f"/{dialect.version}" if dialect.version else ""


def build_list(dialect: GoogleDialect, _call: ListModelsCall, cursor: str | None) -> WireRequest:
    """The request for the page after `cursor`, or for the first."""
    query = {"pageSize": _PAGE} if cursor is None else {"pageSize": _PAGE, "pageToken": cursor}
    return WireRequest(f"{_version(dialect)}/models", query=query, method="GET")


def parse_list(dialect: GoogleDialect, reply: HTTPReply) -> ModelPage:
    """The page that a reply holds.

    Raises:
        InvalidResponseError: the reply is no list of models.
        APICallError: it is an error object in spite of its good status.
    """
    body = _read(reply, "a list of models")
    rows = body.get("models", [])
    if not isinstance(rows, list):
        raise bad_reply(reply, "the answer is not a list of models: it has no list of them")
    models = tuple(_model(dialect, row, reply) for row in rows_of(rows))
    return ModelPage(models, text_of(body.get("nextPageToken")))


def _model(dialect: GoogleDialect, row: Mapping[str, Any], reply: HTTPReply) -> AvailableModel:
    name = text_of(row.get("name"))
    if name is None:
        raise bad_reply(reply, "the answer lists a model without a name")
    rest = {snake_case(key): item for key, item in row.items() if key not in _OF_MODEL}
    return AvailableModel(
        name.removeprefix("models/"),
        text_of(row.get("displayName")),
        text_of(row.get("description")),
        "google",
        max_input_tokens=count_of(row.get("inputTokenLimit")),
        max_output_tokens=count_of(row.get("outputTokenLimit")),
        provider_metadata={dialect.name: rest} if rest else {},
    )


def build_upload(dialect: GoogleDialect, call: UploadCall) -> WireRequest:
    """The request that says what is to come; the reply names where the bytes go."""
    file = call.file
    body = {"file": {"displayName": file.filename}} if file.filename else {}
    return WireRequest(
        f"/upload{_version(dialect)}/files",
        body,
        headers={
            "x-goog-upload-protocol": "resumable",
            "x-goog-upload-command": "start",
            "x-goog-upload-header-content-length": str(len(file.bytes)),
            "x-goog-upload-header-content-type": file.media_type or "application/octet-stream",
        },
    )


def parse_upload(
    dialect: GoogleDialect, call: UploadCall, reply: HTTPReply
) -> UploadedFile | UploadStep:
    """The file once it can be used, or the next request.

    Raises:
        InvalidResponseError: the reply is no file, or the file cannot be used.
        APICallError: it is an error object in spite of its good status.
    """
    address = reply.headers.get("x-goog-upload-url")
    if address and reply.headers.get("x-goog-upload-status", "active") == "active":
        return UploadStep(_bytes(call, address))
    body = _read(reply, "a file")
    inner = body.get("file")
    file: dict[str, Any] = inner if isinstance(inner, dict) else body
    name, uri = text_of(file.get("name")), text_of(file.get("uri"))
    if name is None or uri is None:
        raise bad_reply(reply, "the answer is not a file: it has no name and address")
    if file.get("state") == "FAILED":
        fault = file.get("error")
        why = text_of(fault.get("message")) if isinstance(fault, dict) else None
        raise InvalidResponseError(
            f"{dialect.name}: the file cannot be used{f': {why}' if why else ''}",
            status_code=reply.status,
        )
    if file.get("state") == "PROCESSING":
        return UploadStep(WireRequest(f"{_version(dialect)}/{name}", method="GET"), _PAUSE)
    return _uploaded(dialect, call, file, uri)


def _bytes(call: UploadCall, address: str) -> WireRequest:
    """The bytes, all at once."""
    headers = {
        "x-goog-upload-command": "upload, finalize",
        "x-goog-upload-offset": "0",
        "content-type": call.file.media_type or "application/octet-stream",
    }
    return WireRequest("", headers=headers, content=call.file.bytes, url=address)


def _uploaded(
    dialect: GoogleDialect, call: UploadCall, file: Mapping[str, Any], uri: str
) -> UploadedFile:
    size = file.get("sizeBytes")
    rest = {snake_case(key): item for key, item in file.items() if key not in _OF_FILE}
    return UploadedFile(
        uri,
        dialect.name,
        text_of(file.get("mimeType")) or call.file.media_type or "application/octet-stream",
        text_of(file.get("displayName")) or call.file.filename,
        int(size) if isinstance(size, str) and size.isdigit() else count_of(size),
        created=moment_of(file.get("createTime")),
        expires=moment_of(file.get("expirationTime")),
        provider_metadata={dialect.name: rest} if rest else {},
    )


def _read(reply: HTTPReply, what: str) -> dict[str, Any]:
    body = read_object(reply, what)
    if (error := refusal_of(body, reply)) is not None and "uri" not in body:
        raise error
    return body


PROTOCOL = ServicesProtocol(
    "google_genai.services",
    parse_error,
    ModelsProtocol(build_list, parse_list),
    UploadProtocol(build_upload, parse_upload),
)
"""The services, for their driver."""
