"""The adapter for what a provider offers beside its models: lists of models, file uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, cast

from ..concurrency import async_ as cc
from ..errors import APITimeoutError, InvalidResponseError, UnsupportedFunctionalityError
from ..types._value import evolve
from ..types.call import RequestInfo
from ..types.services import ListModelsResult, UploadedFile
from ..wire.protocol import protocol_named
from .exchange import AsyncExchange
from .unary import readable, sent

if TYPE_CHECKING:
    from ..providers.handles import ServicesHandle
    from ..types.call import CallOptions, ResponseInfo
    from ..types.http import Attempt, HTTPReply
    from ..types.run import CallControl
    from ..types.services import AvailableModel, ListModelsCall, ModelPage, UploadCall
    from ..wire.protocol import WireRequest
    from ..wire.services import ServicesProtocol, UploadStep
    from .http.client import AsyncHTTPClient

__all__ = ["AsyncHTTPServicesDriver"]


class AsyncHTTPServicesDriver:
    """Drives any `ServicesProtocol`."""

    def __init__(self, handle: ServicesHandle, client: AsyncHTTPClient | None) -> None:
        self._exchange = AsyncExchange(handle, client)
        self._handle = handle
        self._protocol = cast("ServicesProtocol", protocol_named(handle.protocol))

    async def list_models(self, call: ListModelsCall, control: CallControl) -> ListModelsResult:
        """All models, page after page."""
        protocol, dialect = self._protocol.models, self._handle.dialect
        if protocol is None:
            self._refuse("listing models")
        models: list[AvailableModel] = []
        responses: list[ResponseInfo] = []
        attempts: list[Attempt] = []
        seen: set[str | None] = set()
        cursor: str | None = None
        while cursor not in seen:
            seen.add(cursor)
            wire = protocol.build(dialect, call, cursor)
            answer, tries = await self._exchange.unary(
                wire,
                call,
                control,
                self._protocol.parse_error,
                lambda reply: protocol.parse(dialect, reply),
            )
            page: ModelPage = answer.parsed
            models += page.models
            responses.append(_response(page.response, answer.reply, call))
            attempts += tries
            if page.next is None:
                return ListModelsResult(tuple(models), tuple(responses), tuple(attempts))
            cursor = page.next
        raise InvalidResponseError(
            f"{self._handle.provider}: the list of models leads back to a page that was read"
        )

    async def upload_file(self, call: UploadCall, control: CallControl) -> UploadedFile:
        """The file, once the provider can use it: as many requests as the protocol says."""
        protocol, dialect = self._protocol.upload, self._handle.dialect
        if protocol is None:
            self._refuse("uploading files")
        first = wire = protocol.build(dialect, call)
        attempts: list[Attempt] = []
        while True:
            answer, tries = await self._exchange.unary(
                wire,
                call,
                control,
                self._protocol.parse_error,
                lambda reply: protocol.parse(dialect, call, reply),
            )
            attempts += tries
            found: UploadedFile | UploadStep = answer.parsed
            if isinstance(found, UploadedFile):
                return _told(found, first, answer.reply, call, attempts)
            await self._pause(found.delay, control)
            wire = found.request

    async def _pause(self, seconds: float, control: CallControl) -> None:
        """Wait between two requests, if the call may still last that long."""
        try:
            left = cc.Deadline.earliest(control.step, control.total).left()
        except cc.DeadlineExceeded:
            left = 0.0
        if left is not None and left <= seconds:
            raise APITimeoutError(
                f"{self._handle.provider}: the file was not ready within the time limit",
                limit="total",
            )
        await cc.sleep(seconds, cancel=control.cancel)

    def _refuse(self, what: str) -> NoReturn:
        raise UnsupportedFunctionalityError(
            f"{self._handle.provider} does not offer {what}", functionality=what
        )


def _response(info: ResponseInfo, reply: HTTPReply, call: CallOptions) -> ResponseInfo:
    body: Any = readable(reply.body) if call.include_raw else None
    return evolve(info, headers=reply.headers, body=body)


def _told(
    found: UploadedFile,
    wire: WireRequest,
    reply: HTTPReply,
    call: UploadCall,
    attempts: list[Attempt],
) -> UploadedFile:
    """The file, with what only the exchange knows filled in."""
    return evolve(
        found,
        warnings=(*wire.warnings, *found.warnings),
        request=sent(wire) if call.include_raw else RequestInfo(),
        response=_response(found.response, reply, call),
        attempts=tuple(attempts),
    )
