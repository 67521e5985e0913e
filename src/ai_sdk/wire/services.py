"""How a protocol offers what is no model: token counts, the list of models, file uploads.

Three places, each optional; what a protocol leaves out raises `UnsupportedFunctionalityError`.

**Token counts** belong to a language model, so they hang on its protocol:
`LanguageProtocol(..., count_tokens=UnaryProtocol(name, build, parse, parse_error))`. `build` gets
the same `LanguageModelCall` that an answer would be asked with, `parse` gives a `TokenCount`. The
driver for server-sent events does the rest.

**Models and files** belong to a provider. A wire package with `PROTOCOL = ServicesProtocol(...)`
holds the pure functions:

- `ModelsProtocol.build(dialect, call, cursor)` is the request for one page, `parse(dialect,
  reply)` the page as a `ModelPage`; the driver asks on as long as `next` is not None.
- `UploadProtocol.build(dialect, call)` is the first request. `parse(dialect, call, reply)` gives
  the `UploadedFile`, or an `UploadStep` if more is to be done: a second request to an address
  that the first reply named, or, after a delay, a look whether the file is ready.

The vendor's object offers them with a property:

    @property
    def services(self) -> ServicesHandle:
        return ServicesHandle(self.endpoint, "anthropic_services", DIALECT, self.client)

A protocol that cannot be said so brings a driver of its own: a subclass of `ServicesHandle` that
names another `driver` with the methods of `AsyncServicesDriver` in `_async/port.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..types._value import value
from .protocol import WireRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..errors import APICallError
    from ..types.http import HTTPReply
    from ..types.services import ListModelsCall, ModelPage, UploadCall, UploadedFile

__all__ = ["ModelsProtocol", "ServicesProtocol", "UploadProtocol", "UploadStep"]


@value
class UploadStep:
    """The next request of an upload.

    Attributes:
        request: what to send.
        delay: seconds to wait before.
    """

    request: WireRequest
    delay: float = 0.0


@value
class ModelsProtocol:
    """How a provider lists its models, page by page.

    Attributes:
        build: `(dialect, call, cursor) -> WireRequest`; the cursor of the first page is None.
        parse: `(dialect, reply) -> ModelPage`.
    """

    build: Callable[[Any, ListModelsCall, str | None], WireRequest]
    parse: Callable[[Any, HTTPReply], ModelPage]


@value
class UploadProtocol:
    """How a provider takes files.

    Attributes:
        build: `(dialect, call) -> WireRequest`, the first request.
        parse: `(dialect, call, reply) -> UploadedFile`, or the next step.
    """

    build: Callable[[Any, UploadCall], WireRequest]
    parse: Callable[[Any, UploadCall, HTTPReply], UploadedFile | UploadStep]


@value
class ServicesProtocol:
    """What a provider offers beside its models; None for what it does not have.

    Attributes:
        parse_error: `(dialect, reply) -> APICallError` for a reply with an error status.
    """

    name: str
    parse_error: Callable[[Any, HTTPReply], APICallError]
    models: ModelsProtocol | None = None
    upload: UploadProtocol | None = None
