"""`download`: the content of a file that is only an address so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..concurrency import Deadline
from ..engine.downloads import made_file
from ..engine.files import file_part
from ..engine.setup import control_of
from ..errors import InvalidArgumentError, InvalidPromptError
from ..types._value import evolve
from ..types.content import FilePart, FileURL, ImagePart
from .downloads import fetch_all

if TYPE_CHECKING:
    from ..concurrency import CancelToken
    from ..types.content import FileData
    from ..types.download import Download

__all__ = ["download"]


async def download(
    file: FileData | FilePart | ImagePart,
    *,
    settings: Download | None = None,
    cancel: CancelToken | None = None,
) -> FilePart:
    """Fetch a file that a result only gives the address of, such as an image's.

    The rules of `Download` hold: only the public internet, checked addresses, a size and a time
    limit. What is here already is given back as it is.

    Args:
        file: a part whose `data` is a `FileURL`, a `FileURL`, or an http(s) URL.
        settings: other limits than the default ones.
        cancel: ends the download when it fires.

    Returns:
        A part with the content: `bytes`, `base64`, `media_type`.

    Raises:
        DownloadError: It cannot be fetched, or must not be.
        InvalidArgumentError: It is no file, or one that only a provider can reach.
        RunCancelledError: The token fired.

    Example:
        >>> result = generate_image("openai:dall-e-3", "A lighthouse at dusk")
        >>> Path("lighthouse.png").write_bytes(download(result.image).bytes)
    """
    if isinstance(file, ImagePart):
        file = FilePart(file.image, file.media_type or "image/*")
    given: Any = file if isinstance(file, FilePart) else FilePart(file)
    try:
        part = file_part(given)
    except InvalidPromptError as error:
        raise InvalidArgumentError(f"file: {error.message}", parameter="file") from error
    if isinstance(part.data, bytes):
        return part
    if not isinstance(part.data, FileURL):
        raise InvalidArgumentError(
            "file: a FileReference lies at its provider, and cannot be downloaded",
            parameter="file",
            value=file,
        )
    control = control_of({"cancel": cancel, "download": settings})
    url = part.data.url
    found = await fetch_all([url], evolve(control, total=Deadline(None)))
    content = found[url]
    return part if content is None else made_file(part, content)
