"""The parts that messages, results and streams are made of."""

from __future__ import annotations

import base64
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from ._value import EMPTY, field, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .tools import ToolOutput

__all__ = [
    "CustomPart",
    "FileData",
    "FilePart",
    "FileReference",
    "FileURL",
    "ImagePart",
    "ReasoningPart",
    "Source",
    "TextPart",
    "ToolApprovalRequest",
    "ToolApprovalResponse",
    "ToolCall",
    "ToolFailure",
    "ToolResult",
]

Metadata: TypeAlias = "Mapping[str, Mapping[str, Any]]"
"""Provider name -> that provider's own fields. `provider_metadata` comes out of a provider and
is sent back to it unchanged (signatures, item ids); `provider_options` is what a caller adds."""


@value
class TextPart:
    """Text."""

    text: str
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    provider_metadata: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    type: ClassVar[Literal["text"]] = "text"


@value
class ReasoningPart:
    """What the model thought, as far as the provider shows it; metadata holds signatures."""

    text: str
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    provider_metadata: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    type: ClassVar[Literal["reasoning"]] = "reasoning"


@value
class FileURL:
    """A file by its http(s) address."""

    url: str


@value
class FileReference:
    """A file a provider already holds: provider name -> file id.

    Example:
        >>> FileReference({"openai": "file-abc"}).ids["openai"]
        'file-abc'
    """

    ids: Mapping[str, str]


FileData: TypeAlias = "bytes | str | PurePath | FileURL | FileReference"
"""Bytes; a path; text that is an http(s) URL, a data URL or base64; or a provider's file id."""


@value
class FilePart:
    """A file: image, PDF, audio, text. In results `data` is always bytes or a `FileURL`.

    Attributes:
        data: the content or where it lies.
        media_type: "image/png", "application/pdf", ...; a bare "image" or "image/*" when only
            the kind is known; None to find out from the content.
        filename: name shown to the model.
    """

    data: FileData = field(repr=lambda data: _short(data))
    media_type: str | None = None
    filename: str | None = None
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    provider_metadata: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    type: ClassVar[Literal["file"]] = "file"

    @property
    def bytes(self) -> bytes:
        """The content. Raises `TypeError` when it is not here but behind a URL or an id."""
        if isinstance(self.data, bytes):
            return self.data
        raise TypeError(f"the file's content is not here but in {self.data!r}")

    @property
    def base64(self) -> str:
        """The content in base64."""
        return base64.b64encode(self.bytes).decode("ascii")


@value
class ImagePart:
    """An image in a prompt: a `FilePart` whose media type starts with "image"."""

    image: FileData = field(repr=lambda data: _short(data))
    media_type: str | None = None
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    type: ClassVar[Literal["image"]] = "image"


def _short(data: Any) -> str:
    if isinstance(data, bytes):
        return f"<{len(data)} bytes>"
    text = repr(data)
    return text if len(text) <= 80 else text[:77] + "..."


@value
class Source:
    """Something the answer cites: a web page (`url`) or a document (`media_type`, `filename`)."""

    id: str
    source_type: Literal["url", "document"] = "url"
    url: str | None = None
    title: str | None = None
    media_type: str | None = None
    filename: str | None = None
    provider_metadata: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    type: ClassVar[Literal["source"]] = "source"


@value
class CustomPart:
    """A provider's own item that has no common form; sent back to that provider unchanged.

    `kind` is "provider.type", for example "openai.compaction"; `data` is the provider's JSON.
    """

    kind: str
    data: Mapping[str, Any]
    type: ClassVar[Literal["custom"]] = "custom"

    @property
    def provider(self) -> str:
        """The provider whose item this is."""
        return self.kind.partition(".")[0]


@value
class ToolCall:
    """A call of a tool by the model.

    Attributes:
        input: the parsed arguments; the raw text where they are no JSON.
        invalid: the tool is unknown or the arguments do not fit; `error` says which.
        dynamic: the tool's types are not known beforehand.
        provider_executed: the provider runs the tool itself.
        title: the tool's name for people.
        tool_metadata: the tool's facts for your own program.
    """

    tool_call_id: str
    tool_name: str
    input: Any
    invalid: bool = False
    error: Exception | None = field(default=None, eq=False)
    dynamic: bool = False
    provider_executed: bool = False
    title: str | None = field(default=None, kw_only=True, repr=False)
    tool_metadata: Mapping[str, Any] = field(default=EMPTY, kw_only=True, repr=False)
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    provider_metadata: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    type: ClassVar[Literal["tool-call"]] = "tool-call"


@value
class ToolResult:
    """What a tool returned.

    Attributes:
        output: the tool's return value.
        model_output: the form in which the model sees it; None for the usual one (text for a
            str, JSON for the rest).
        input: the arguments of the call, where they are known.
        preliminary: a later result of the same call follows.
    """

    tool_call_id: str
    tool_name: str
    output: Any
    model_output: ToolOutput | None = None
    input: Any = None
    preliminary: bool = False
    dynamic: bool = False
    provider_executed: bool = False
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    provider_metadata: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    type: ClassVar[Literal["tool-result"]] = "tool-result"


@value
class ToolFailure:
    """A tool call that failed: unknown tool, bad arguments, or the tool raised `error`."""

    tool_call_id: str
    tool_name: str
    error: Exception = field(eq=False)
    input: Any = None
    dynamic: bool = False
    provider_executed: bool = False
    provider_metadata: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    type: ClassVar[Literal["tool-error"]] = "tool-error"


@value
class ToolApprovalRequest:
    """A tool call that waits for somebody's consent.

    Attributes:
        approval_id: what the answer names.
        tool_call: the call, in results and streams.
        tool_call_id: its id; all that messages have of it.
        is_automatic: a policy answered at once; the answer follows in the tool message.
        signature: shows that the request was made here, where a secret was given.
    """

    approval_id: str
    tool_call: ToolCall | None = None
    tool_call_id: str | None = None
    provider_executed: bool = False
    is_automatic: bool = False
    signature: str | None = field(default=None, repr=False)
    provider_metadata: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    type: ClassVar[Literal["tool-approval-request"]] = "tool-approval-request"


@value
class ToolApprovalResponse:
    """The answer to a `ToolApprovalRequest`; goes into a tool message.

    Example:
        >>> ToolApprovalResponse("approval-1", approved=False, reason="not on a Friday").approved
        False
    """

    approval_id: str
    approved: bool
    reason: str | None = None
    provider_executed: bool = False
    provider_options: Metadata = field(default=EMPTY, kw_only=True, repr=False)
    type: ClassVar[Literal["tool-approval-response"]] = "tool-approval-response"
