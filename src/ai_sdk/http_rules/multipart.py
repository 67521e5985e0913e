"""Multipart forms: parts in, body and content type out."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from ..errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..types.http import FormPart

__all__ = ["encode_form"]

_FORBIDDEN = re.compile(r"[\x00\r\n\ud800-\udfff]")


def encode_form(parts: Sequence[FormPart], boundary: str | None = None) -> tuple[bytes, str]:
    """The body of a form and its content type.

    Args:
        parts: Fields and files, in order; two may have the same name.
        boundary: For tests; random otherwise.

    Raises:
        InvalidArgumentError: A name, file name or media type has a line break, a NUL or half a
            character in it, or a text has half a character.
    """
    mark = (boundary or os.urandom(16).hex()).encode("ascii")
    pieces: list[bytes] = []
    for part in parts:
        content = _encoded(part.content)
        pieces += (b"--", mark, b"\r\n", _head(part), b"\r\n\r\n", content, b"\r\n")
    pieces += (b"--", mark, b"--\r\n")
    return b"".join(pieces), f"multipart/form-data; boundary={mark.decode('ascii')}"


def _encoded(content: str | bytes) -> bytes:
    try:
        return content.encode() if isinstance(content, str) else content
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(
            f"a text of the form has half a character in it, at {error.start}", parameter="form"
        ) from None


def _head(part: FormPart) -> bytes:
    lines = f'content-disposition: form-data; name="{_quoted(part.name, "name")}"'
    if part.filename is not None:
        lines += f'; filename="{_quoted(part.filename, "filename")}"'
    kind = part.content_type
    if kind is None and part.filename is not None:
        kind = "application/octet-stream"
    if kind is not None:
        if _FORBIDDEN.search(kind):
            raise _bad("media_type", kind)
        lines += f"\r\ncontent-type: {kind}"
    return lines.encode()


def _quoted(text: str, parameter: str) -> str:
    if _FORBIDDEN.search(text):
        raise _bad(parameter, text)
    return text.replace('"', "%22")


def _bad(parameter: str, text: str) -> InvalidArgumentError:
    return InvalidArgumentError(
        f"{parameter}: {text!r} has a line break, a NUL or half a character in it",
        parameter=parameter,
        value=text,
    )
