"""What `embed`, `generate_image`, `generate_speech` and `transcribe` share: their settings."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from ..concurrency import Deadline
from ..errors import InvalidArgumentError
from ..types._value import evolve, field, value
from ..types.call import CallWarning, RequestInfo, ResponseInfo
from ..types.run import CallControl
from ..types.telemetry import Telemetry, as_telemetry
from ..types.timeouts import Timeout
from .sampling import check_options
from .settings import check_headers, check_mapping, hide_headers
from .setup import control_of

if TYPE_CHECKING:
    from ..concurrency import CancelToken
    from ..types.content import Metadata
    from ..types.download import Download, DownloadFunction

__all__ = [
    "INCLUDES",
    "MediaSettings",
    "MediaSetup",
    "all_warnings",
    "joined_metadata",
    "media_setup",
]

INCLUDES = frozenset({"request_body", "response_body"})


class MediaSettings(TypedDict, total=False):
    """What every call of an embedding, image, speech or transcription model takes.

    `max_retries` tries after the first (2); `timeout` in seconds or a `Timeout`; `cancel`, a
    `CancelToken`; `headers` of the request; `provider_options`, provider name -> its own options;
    `extra_body`, fields merged into the body as they are; `download`, how a file behind a URL is
    fetched (`Download(...)` or a function); `include`, what the result keeps of
    "request_body" and "response_body"; `telemetry`, a `Telemetry`, or False for none.
    """

    max_retries: int
    timeout: float | Timeout | None
    cancel: CancelToken | None
    headers: Mapping[str, str] | None
    provider_options: Metadata | None
    extra_body: Mapping[str, Any] | None
    download: Download | DownloadFunction | None
    include: Iterable[str]
    telemetry: Telemetry | bool | None


@value
class MediaSetup:
    """The settings of a call, checked.

    Attributes:
        options: what the call carries: headers, provider options, extra body.
        control: limits, retries, cancellation.
        include: which bodies the result keeps.
        default_limits: the caller gave no timeout, so the client's own limits hold.
    """

    options: Mapping[str, Any]
    control: CallControl
    include: frozenset[str]
    default_limits: bool = False
    telemetry: Telemetry = field(factory=Telemetry)

    def begun(self, limits: object) -> CallControl:
        """The limits of a run that begins now; `limits` are the client's, if it is one of ours."""
        timeout = self.control.timeout
        if self.default_limits and isinstance(limits, Timeout):
            timeout = limits
        total = Deadline(timeout.total)
        return evolve(self.control, timeout=timeout, total=total)

    def request(self, info: RequestInfo) -> RequestInfo:
        """`info` as the result keeps it."""
        return info if "request_body" in self.include else RequestInfo()

    def response(self, info: ResponseInfo) -> ResponseInfo:
        """`info` as the result keeps it."""
        return info if "response_body" in self.include else evolve(info, body=None)


def media_setup(settings: Mapping[str, Any]) -> MediaSetup:
    """Check the settings of a call; nothing has been sent yet when it raises.

    Raises:
        InvalidArgumentError: One is unknown, of the wrong type or out of range.
    """
    hide_headers(settings)
    for name in settings:
        if name not in MediaSettings.__annotations__:
            near = difflib.get_close_matches(name, MediaSettings.__annotations__, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise InvalidArgumentError(f"there is no argument {name!r}{hint}", parameter=name)
    include = _include(settings.get("include"))
    options = {
        "headers": check_headers(settings.get("headers")),
        "provider_options": check_options(settings.get("provider_options")),
        "extra_body": check_mapping("extra_body", settings.get("extra_body")),
        "include_raw": bool(include),
    }
    return MediaSetup(
        options,
        control_of(settings),
        include,
        settings.get("timeout") is None,
        as_telemetry(settings.get("telemetry")),
    )


def _include(given: Any) -> frozenset[str]:
    names: frozenset[str] = frozenset({given} if isinstance(given, str) else given or ())
    if not names <= INCLUDES:
        raise InvalidArgumentError(
            f"include may hold {', '.join(sorted(INCLUDES))}, not {sorted(names - INCLUDES)}",
            parameter="include",
            value=given,
        )
    return names


def all_warnings(results: Iterable[Any]) -> tuple[CallWarning, ...]:
    """The warnings of several calls, each once."""
    return tuple(dict.fromkeys(warning for result in results for warning in result.warnings))


def joined_metadata(results: Iterable[Any]) -> Metadata:
    """The metadata of several calls: lists one after the other, of other fields the last."""
    out: dict[str, dict[str, Any]] = {}
    for result in results:
        for provider, fields in result.provider_metadata.items():
            known = out.setdefault(provider, {})
            for name, item in fields.items():
                old = known.get(name)
                if isinstance(old, list) and isinstance(item, list):
                    item = [*old, *item]
                known[name] = item
    return out
