"""The results of `count_tokens`, `list_models` and `upload_file`: what the caller keeps of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..types._value import evolve
from ..types.call import RequestInfo

if TYPE_CHECKING:
    from ..types.services import ListModelsResult, TokenCount, UploadedFile
    from .media import MediaSetup
    from .setup import RunSetup

__all__ = ["counted", "limits_of", "listed", "told"]


def limits_of(client: Any, services: Any) -> Any:
    """The time limits of the client that a call uses: its own, or that of the provider."""
    own = client if client is not None else getattr(services, "client", None)
    return getattr(own, "timeout", None)


def counted(result: TokenCount, setup: RunSetup) -> TokenCount:
    """The count, with the bodies that `include` asked for."""
    request = result.request if "request_body" in setup.include else RequestInfo()
    response = result.response
    if "response_body" not in setup.include:
        response = evolve(response, body=None)
    return evolve(result, request=request, response=response)


def listed(result: ListModelsResult, setup: MediaSetup) -> ListModelsResult:
    """The list, with the bodies that `include` asked for."""
    return evolve(result, responses=tuple(setup.response(info) for info in result.responses))


def told(result: UploadedFile, setup: MediaSetup) -> UploadedFile:
    """The file, with the bodies that `include` asked for."""
    return evolve(
        result, request=setup.request(result.request), response=setup.response(result.response)
    )
