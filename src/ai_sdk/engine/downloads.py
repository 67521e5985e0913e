"""Files behind URLs in prompts: which of them a model cannot take, and putting content there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..errors import DownloadError, InvalidArgumentError
from ..http_rules.urls import bare_url
from ..types._value import evolve
from ..types.content import FilePart, FileURL, ToolResult
from ..types.messages import Message, SystemMessage
from ..types.tools import ContentOutput

__all__ = ["found_file", "made_file", "urls_to_fetch", "with_files"]

_MEDIA = ("image", "audio", "video")
_UNKNOWN = "application/octet-stream"


def _is_taken(part: FilePart, prefixes: Sequence[str]) -> bool:
    """Whether the model gets the URL as it is. Storage addresses are nobody's but a provider's."""
    media_type, url = part.media_type or "", part.data.url if isinstance(part.data, FileURL) else ""
    if not url.lower().startswith(("http://", "https://")):
        return True
    return any((url if "://" in prefix else media_type).startswith(prefix) for prefix in prefixes)


def _mapped(messages: Iterable[Message], change: Callable[[FilePart], Any]) -> list[Any]:
    """The messages with `change` applied to each file that lies behind a URL."""

    def part(item: Any) -> Any:
        if isinstance(item, FilePart) and isinstance(item.data, FileURL):
            return change(item)
        if isinstance(item, ToolResult) and isinstance(item.model_output, ContentOutput):
            return evolve(item, model_output=ContentOutput(parts(item.model_output.value)))
        return item

    def parts(items: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(part(item) for item in items)

    return [
        message
        if isinstance(message, SystemMessage) or isinstance(message.content, str)
        else evolve(message, content=parts(message.content))
        for message in messages
    ]


def urls_to_fetch(messages: Iterable[Message], url_media_types: Sequence[str]) -> list[str]:
    """The URLs of the prompt whose kind of file the model does not fetch itself, each once."""
    found = {
        part.data.url: None
        for part in _behind_urls(messages)
        if isinstance(part.data, FileURL) and not _is_taken(part, url_media_types)
    }
    return list(found)


def _behind_urls(messages: Iterable[Message]) -> Iterator[FilePart]:
    for message in messages:
        for part in () if isinstance(message.content, str) else message.content:
            if isinstance(part, FilePart):
                yield part
            elif isinstance(part, ToolResult) and isinstance(part.model_output, ContentOutput):
                yield from (item for item in part.model_output.value if isinstance(item, FilePart))


def with_files(
    messages: Iterable[Message],
    files: Mapping[str, FilePart | None],
    url_media_types: Sequence[str],
) -> list[Message]:
    """The messages with the fetched files in the place of their URLs."""

    def fill(part: Any) -> Any:
        file = None if _is_taken(part, url_media_types) else files.get(part.data.url)
        return part if file is None else made_file(part, file)

    return _mapped(messages, fill)


def made_file(part: FilePart, file: FilePart) -> FilePart:
    """`part` with the content of `file`; its type is what its bytes say, what the caller said, or
    what the server said, in this order.

    Raises:
        DownloadError: The caller asked for an image, audio, video or PDF, and the server sent a
            page, as it does to those who must log in first.
    """
    from .files import settled_type, sniff

    declared, served = part.media_type, file.media_type
    kind = (declared or "").partition("/")[0]
    _refuse_page(part, kind, file)
    if declared is not None and (declared.endswith("/*") or declared == _UNKNOWN):
        declared = None
    if served == _UNKNOWN:
        served = None
    found = settled_type(file.data, declared or (f"{kind}/*" if kind in _MEDIA else None))
    if found is None or found.endswith("/*"):
        found = served or sniff(file.bytes) or found or _UNKNOWN
    return evolve(part, data=file.data, media_type=found, filename=part.filename or file.filename)


def _refuse_page(part: FilePart, kind: str, file: FilePart) -> None:
    from .files import sniff

    served = file.media_type or ""
    unlike = served.startswith("text/") if kind in _MEDIA else served == "text/html"
    wanted = kind in _MEDIA or part.media_type == "application/pdf"
    if wanted and unlike and sniff(file.bytes) is None:
        url = bare_url(part.data.url) if isinstance(part.data, FileURL) else None
        raise DownloadError(
            f"{url!r} is to be {part.media_type}, but its server sent {served}", url=url
        )


def found_file(given: Any) -> FilePart | None:
    """What a download function returned, as a file.

    Raises:
        InvalidArgumentError: It is no content.
    """
    if given is None or (isinstance(given, FilePart) and isinstance(given.data, bytes)):
        return given
    if isinstance(given, (bytes, bytearray, memoryview)):
        return FilePart(bytes(given))
    raise InvalidArgumentError(
        f"the download function must return bytes, a FilePart with bytes, or None, not "
        f"{type(given).__name__}",
        parameter="download",
    )
