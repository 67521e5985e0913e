"""`upload_file`: a file that the provider keeps, for prompts to refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine.media import MediaSettings, media_setup
from ..engine.services import limits_of, told
from ..engine.settings import check_text
from ..engine.uploads import upload_part
from ..providers.registry import services_of
from ..types.services import UploadCall, UploadedFile

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..engine.uploads import UploadInput
    from ..types.models import ServicesProvider
    from .http.client import AsyncHTTPClient

__all__ = ["upload_file"]


async def upload_file(
    provider: str | ServicesProvider,
    data: UploadInput,
    *,
    media_type: str | None = None,
    filename: str | None = None,
    purpose: str | None = None,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[MediaSettings],
) -> UploadedFile:
    """Give a file to a provider once, to use it in many prompts.

    Args:
        provider: a provider's name or a provider, such as "openai" or `openai`.
        data: the file: bytes, a path, a data URL, base64 text or a `FilePart`.
        media_type: what it is, such as "application/pdf"; found out by default.
        filename: its name; that of the path by default.
        purpose: what it is for, in the provider's words; use in prompts by default.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `MediaSettings`: limits, headers, provider options.

    Returns:
        The file: `part()` for a message, `reference` as the `data` of a part, `id`, `expires`.

    Raises:
        InvalidArgumentError: An argument is wrong; nothing was sent.
        NoSuchProviderError: The name is of no provider.
        UnsupportedFunctionalityError: The provider takes no files, or the file lies behind a URL.
        APICallError: The provider answered with an error.
        APIConnectionError: No usable answer came, or a time limit passed.

    Example:
        >>> report = upload_file("openai", Path("report.pdf"))
        >>> question = [TextPart("Sum this up."), report.part()]
        >>> result = generate_text("openai:gpt-5", messages=[UserMessage(question)])
    """
    setup = media_setup(settings)
    check_text("purpose", purpose, empty=False)
    file = upload_part(data, media_type, filename)
    services: Any = services_of(provider)
    control = setup.begun(limits_of(client, services))
    driver = services.bind_async(client)
    call = UploadCall(file=file, purpose=purpose, **setup.options)
    return told(await driver.upload_file(call, control), setup)
