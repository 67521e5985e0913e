"""Drivers whose prompts hold URLs that the model cannot take: the files are fetched first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..concurrency import async_ as cc
from ..engine.downloads import found_file, urls_to_fetch, with_files
from ..errors import AISDKError, DownloadError, UnsupportedFunctionalityError
from ..http_rules.urls import bare_url
from ..types._value import evolve
from ..types.download import Download

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..types.call import LanguageModelCall, ModelResult
    from ..types.content import FilePart
    from ..types.run import CallControl
    from ..types.services import TokenCount
    from .port import AsyncLanguageDriver, AsyncModelStream

__all__ = ["AsyncDownloadDriver", "configured_address", "fetch_all"]

_DEFAULT = Download()


async def fetch_all(
    urls: Sequence[str], control: CallControl, trusted: str | None = None
) -> dict[str, FilePart | None]:
    """The files behind the URLs, several at once; None for one that is to stay a URL.

    Raises:
        DownloadError: One cannot be fetched, or must not be.
        InvalidArgumentError: The caller's download function returned no content.
    """
    from .http.downloader import AsyncDownloader

    wanted: Any = control.download
    settings = wanted if isinstance(wanted, Download) else _DEFAULT
    if wanted is not None and not isinstance(wanted, Download):
        cc.check_colour(wanted, "download")
        found = await cc.map_all(
            lambda url: _by_function(wanted, url),
            urls,
            limit=settings.max_parallel,
            cancel=control.cancel,
        )
        return dict(zip(urls, found, strict=True))
    async with AsyncDownloader(settings, control, trusted) as downloader:
        files = await cc.map_all(
            downloader.fetch, urls, limit=settings.max_parallel, cancel=control.cancel
        )
    return dict(zip(urls, files, strict=True))


async def _by_function(function: Any, url: str) -> FilePart | None:
    try:
        made = await cc.call(function, url)
    except AISDKError:
        raise
    except Exception as error:
        shown = bare_url(url)
        raise DownloadError(
            f"the download function failed for {shown!r}: {type(error).__name__}: {error}",
            url=shown,
        ) from error
    return found_file(made)


def configured_address(handle: Any) -> str | None:
    """The provider's configured address: it may be local, and so may its files."""
    endpoint: Any = getattr(handle, "endpoint", None)
    return None if endpoint is None else endpoint.address()


class AsyncDownloadDriver:
    """Puts the files in the place of URLs that the model's provider does not fetch itself.

    Each file is fetched once for all steps of a run.
    """

    def __init__(self, driver: AsyncLanguageDriver, handle: Any) -> None:
        self._driver, self._handle = driver, handle
        capabilities = getattr(handle, "capabilities", None)
        self._taken: Sequence[str] | None = getattr(capabilities, "url_media_types", None)
        self._files: dict[str, FilePart | None] = {}

    async def generate(self, call: LanguageModelCall, control: CallControl) -> ModelResult:
        """One whole answer."""
        return await self._driver.generate(await self._filled(call, control), control)

    async def stream(self, call: LanguageModelCall, control: CallControl) -> AsyncModelStream:
        """An open stream."""
        return await self._driver.stream(await self._filled(call, control), control)

    async def count_tokens(self, call: LanguageModelCall, control: CallControl) -> TokenCount:
        """How many input tokens the call would use."""
        counter: Any = getattr(self._driver, "count_tokens", None)
        if counter is None:
            raise UnsupportedFunctionalityError(
                "this model's provider does not count tokens", functionality="count_tokens"
            )
        filled = await self._filled(call, control)
        count: TokenCount = await counter(filled, control)
        return count

    async def _filled(self, call: LanguageModelCall, control: CallControl) -> LanguageModelCall:
        if self._taken is None:  # a model that does not say takes everything
            return call
        urls = urls_to_fetch(call.prompt, self._taken)
        if not urls:
            return call
        missing = [url for url in urls if url not in self._files]
        if missing:
            self._files.update(await fetch_all(missing, control, configured_address(self._handle)))
        return evolve(call, prompt=tuple(with_files(call.prompt, self._files, self._taken)))
