"""A request as the server saw it, with its JSON or its multipart parts taken apart."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from email.message import Message as MailHeaders
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_DISPOSITION = re.compile(r';\s*([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))')


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of a multipart form."""

    name: str
    data: bytes
    filename: str | None = None
    content_type: str | None = None

    @property
    def text(self) -> str:
        """The part's bytes as UTF-8 text."""
        return self.data.decode("utf-8", "replace")


@dataclass(frozen=True)
class RecordedRequest:
    """A request that reached the server.

    `headers` has lower-case names (the last of a repeated header wins), `header_list` has them as
    they came. `connection` numbers the TCP connections from 1, which shows whether a connection
    was used again.
    """

    number: int
    connection: int
    method: str
    target: str
    header_list: tuple[tuple[str, str], ...]
    body: bytes
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        named = {name.lower(): value for name, value in self.header_list}
        object.__setattr__(self, "headers", named)

    @property
    def path(self) -> str:
        """The path of the target, percent-decoded, without the query."""
        return unquote(urlsplit(self.target).path)

    @property
    def raw_path(self) -> str:
        """The path exactly as it was sent."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, list[str]]:
        """The query parameters, each with all its values."""
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def content_type(self) -> str:
        """The media type of the body without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def json(self) -> Any:
        """The body read as JSON, or `None` where it is empty or no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @cached_property
    def parts(self) -> tuple[FormPart, ...]:
        """The parts of a multipart form, in the order sent; empty for any other body."""
        if self.content_type != "multipart/form-data":
            return ()
        return tuple(parse_multipart(self.body, self.headers["content-type"]))

    @property
    def form(self) -> dict[str, list[FormPart]]:
        """The multipart parts by name."""
        named: dict[str, list[FormPart]] = {}
        for part in self.parts:
            named.setdefault(part.name, []).append(part)
        return named


def parse_multipart(body: bytes, content_type: str) -> list[FormPart]:
    """Take a `multipart/form-data` body apart.

    Raises:
        ValueError: The body does not keep to the format.
    """
    head = MailHeaders()
    head["content-type"] = content_type
    boundary = head.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise ValueError("multipart body without a boundary")
    mark = b"\r\n--" + boundary.encode()
    sections = (b"\r\n" + body).split(mark)
    if len(sections) < 2 or not sections[-1].startswith(b"--"):
        raise ValueError("multipart body without its closing boundary")
    return [_part(section) for section in sections[1:-1]]


def _part(section: bytes) -> FormPart:
    head, gap, data = section.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not gap:
        raise ValueError("multipart part without an empty line after its headers")
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    found = _DISPOSITION.findall(headers.get("content-disposition", ""))
    params = {name: _unescape(quoted) or plain for name, quoted, plain in found}
    if "name" not in params:
        raise ValueError("multipart part without a name")
    return FormPart(params["name"], data, params.get("filename"), headers.get("content-type"))


def _unescape(text: str) -> str:
    """Undo the two escapings clients use for quotes and line ends in names."""
    text = text.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
    return re.sub(r"\\(.)", r"\1", text)
