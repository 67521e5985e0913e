"""Files fetched from addresses that strangers chose: checked, pinned, limited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...concurrency import async_ as cc
from ...errors import AISDKError, APITimeoutError, DownloadError, RunCancelledError
from ...http_rules.clock import CallClock
from ...http_rules.download_policy import DownloadPolicy
from ...http_rules.prepare import prepare
from ...http_rules.urls import REDIRECTS, bare_url
from ...types.caps import Caps
from ...types.content import FilePart
from ...types.http import HTTPRequest
from ...types.limits import Limits
from ...types.timeouts import Timeout
from .engines import AsyncOwnEngine
from .opening import open_reply

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

    from ...types.download import Download
    from ...types.run import CallControl
    from .reply import AsyncReplyStream

__all__ = ["AsyncDownloader"]


class AsyncDownloader:
    """Fetches files for one call, over connections that nothing else uses.

    Args:
        settings: the limits.
        control: the call's own limits and its token.
        trusted: the configured address of the provider, which may be local.
    """

    def __init__(
        self, settings: Download, control: CallControl, trusted: str | None = None
    ) -> None:
        self._settings, self._control = settings, control
        self._policy = DownloadPolicy(allow_local=settings.allow_local, trusted=trusted)
        self._engine = AsyncOwnEngine(None, True, Limits(), self._policy.approve)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._engine.aclose()

    async def fetch(self, url: str) -> FilePart:
        """The file behind `url`, with the media type that its server told.

        Raises:
            DownloadError: It cannot be fetched, or must not be.
            APITimeoutError: A time limit of the whole call passed.
            RunCancelledError: The call was cancelled.
        """
        deadline = cc.Deadline(self._settings.timeout)
        try:
            return await self._followed(self._policy.check(url), deadline)
        except (DownloadError, RunCancelledError):
            raise
        except AISDKError as error:
            raise self._failed(url, error, deadline) from error

    def _failed(self, url: str, error: AISDKError, deadline: cc.Deadline) -> AISDKError:
        shown = bare_url(url)
        if isinstance(error, APITimeoutError):
            ends = cc.Deadline.earliest(self._control.step, self._control.total)
            if ends.expired:
                return CallClock.of(self._control).error(url=shown)
            if deadline.expired:
                limit = self._settings.timeout
                return DownloadError(f"{shown!r} took longer than {limit:g} s", url=shown)
        return DownloadError(f"{shown!r} cannot be downloaded: {error.message}", url=shown)

    async def _followed(self, url: str, deadline: cc.Deadline) -> FilePart:
        headers = self._settings.headers
        for _ in range(self._settings.max_redirects + 1):
            reply = await self._open(url, headers, deadline)
            try:
                if reply.status not in REDIRECTS:
                    return await self._whole(url, reply)
                target = self._policy.follow(url, reply.headers.get("location"))
            finally:
                await reply.aclose()
            headers = self._policy.headers_after(url, target, headers)
            url = target
        raise DownloadError(
            f"{bare_url(url)!r} is not downloaded: more than {self._settings.max_redirects} "
            "redirects led there",
            url=bare_url(url),
        )

    async def _open(
        self, url: str, headers: Mapping[str, str], deadline: cc.Deadline
    ) -> AsyncReplyStream:
        prepared = prepare(HTTPRequest("GET", url, headers))
        caps = Caps(reply=self._settings.max_bytes)
        return await open_reply(self._engine, prepared, self._clock(deadline), caps)

    def _clock(self, deadline: cc.Deadline) -> CallClock:
        control = self._control
        limits = Timeout(connect=control.timeout.connect, first_event=None, idle=None)
        total = cc.Deadline.earliest(deadline, control.total)
        return CallClock(limits, step=control.step, total=total, cancel=control.cancel)

    async def _whole(self, url: str, reply: AsyncReplyStream) -> FilePart:
        shown, cap = bare_url(url), self._settings.max_bytes
        if not 200 <= reply.status < 300:
            raise DownloadError(
                f"{shown!r} cannot be downloaded: its server answered with status {reply.status}",
                url=shown,
                status_code=reply.status,
            )
        told = reply.headers.get("content-length", "")
        if told.isdecimal() and int(told) > cap:
            raise _too_large(shown, cap)
        body = await reply.read_rest(cap + 1)
        if len(body) > cap:
            raise _too_large(shown, cap)
        media_type = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        return FilePart(body, media_type or None)


def _too_large(url: str, cap: int) -> DownloadError:
    return DownloadError(
        f"{url!r} is not downloaded: it is larger than {cap} bytes; allow more with "
        "download=Download(max_bytes=...)",
        url=url,
    )
