"""What a provider offers beside its models: token counts, its list of models, files it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._value import EMPTY, field, value
from .call import CallOptions, CallWarning, RequestInfo, ResponseInfo
from .content import FilePart, FileReference, Metadata
from .results import BaseResult

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from .http import Attempt

__all__ = [
    "AvailableModel",
    "ListModelsCall",
    "ListModelsResult",
    "ModelPage",
    "TokenCount",
    "UploadCall",
    "UploadedFile",
]


@value
class ListModelsCall(CallOptions):
    """The question for a provider's models."""


@value
class UploadCall(CallOptions):
    """A file to keep at the provider: bytes with a media type and a name.

    Attributes:
        file: the file; its content is here, and it has a media type and a name.
        purpose: what for, in the provider's words; None for the protocol's own choice.
    """

    file: FilePart
    purpose: str | None = None


@value
class TokenCount(BaseResult):
    """How many input tokens a call would use, as the provider counts them.

    Attributes:
        input_tokens: the whole input: instructions, messages, tools, schemas.
        provider_metadata: what else the provider told, such as a count per kind of input.
    """

    input_tokens: int
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()


@value
class AvailableModel:
    """A model that a provider lists. What the provider does not tell is None.

    Attributes:
        id: the id to call it by.
        display_name: its name for people.
        owner: whose model it is.
        created: when it appeared.
        max_input_tokens: how many tokens it reads (at some providers prompt and answer together).
        max_output_tokens: how many tokens it writes.
        provider_metadata: everything else: capabilities, prices, ... as the provider says it.
    """

    id: str
    display_name: str | None = None
    description: str | None = None
    owner: str | None = None
    created: datetime | None = None
    max_input_tokens: int | None = None
    max_output_tokens: int | None = None
    provider_metadata: Metadata = field(default=EMPTY, repr=False)


@value
class ModelPage:
    """One page of a provider's list.

    Attributes:
        next: what the protocol needs to ask for the page after this one; None at the end.
    """

    models: tuple[AvailableModel, ...]
    next: str | None = None
    response: ResponseInfo = ResponseInfo()


@value
class ListModelsResult(BaseResult):
    """The result of `list_models`: all pages together. Iterate over it, or read `models`."""

    models: tuple[AvailableModel, ...]
    responses: tuple[ResponseInfo, ...] = ()
    attempts: tuple[Attempt, ...] = ()

    def __iter__(self) -> Iterator[AvailableModel]:
        """The models in the provider's order."""
        return iter(self.models)

    def __len__(self) -> int:
        """How many models there are."""
        return len(self.models)

    def __contains__(self, model_id: object) -> bool:
        """Whether there is a model of that id."""
        return any(model.id == model_id for model in self.models)


@value
class UploadedFile(BaseResult):
    """A file that a provider keeps.

    Attributes:
        id: the provider's id of it; what `reference` holds.
        provider: the provider's name.
        media_type: what the file is.
        size: bytes.
        purpose: what for, in the provider's words.
        expires: when the provider deletes it, where it says so.
        provider_metadata: what else the provider told.
    """

    id: str
    provider: str
    media_type: str
    filename: str | None = None
    size: int | None = None
    purpose: str | None = None
    created: datetime | None = None
    expires: datetime | None = None
    warnings: tuple[CallWarning, ...] = ()
    provider_metadata: Metadata = field(default=EMPTY, repr=False)
    request: RequestInfo = RequestInfo()
    response: ResponseInfo = ResponseInfo()
    attempts: tuple[Attempt, ...] = ()

    @property
    def reference(self) -> FileReference:
        """The file as `data` of a `FilePart`."""
        return FileReference({self.provider: self.id})

    def part(self, **fields: Any) -> FilePart:
        """The file as a part of a message.

        Args:
            **fields: further fields of the part, such as `provider_options`.

        Example:
            >>> UploadedFile("file-1", "openai", "application/pdf").part().data
            FileReference(ids={'openai': 'file-1'})
        """
        return FilePart(self.reference, self.media_type, self.filename, **fields)
