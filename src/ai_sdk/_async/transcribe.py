"""`transcribe`: audio to text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.generation import transcription_result
from ..engine.media import MediaSettings, media_setup
from ..engine.media_files import audio_file
from ..engine.media_telemetry import MediaTelemetry
from ..engine.settings import check_text
from ..types.call import TranscriptionCall
from .media_binding import AsyncBoundMedia

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..engine.media_files import AudioInput
    from ..types.models import TranscriptionModel
    from ..types.results import TranscriptionResult
    from .http.client import AsyncHTTPClient

__all__ = ["transcribe"]


async def transcribe(
    model: str | TranscriptionModel,
    audio: AudioInput,
    *,
    media_type: str | None = None,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[MediaSettings],
) -> TranscriptionResult:
    """Write down what is said in a recording.

    Args:
        model: "provider:model-id" or a model handle.
        audio: the recording: bytes, a path, an http(s) or data URL, base64 text or a `FilePart`.
            What lies behind a URL is fetched first; `download=` says within which limits.
        media_type: what the recording is, such as "audio/wav"; found out by default.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `MediaSettings`: limits, headers, provider options.

    Returns:
        The result: `text`, `segments` with times, `language`, `duration`, ...

    Raises:
        InvalidArgumentError: An argument is wrong; nothing was sent.
        DownloadError: The recording lies behind a URL and cannot, or must not, be fetched.
        UnsupportedFunctionalityError: The recording lies at a provider; pass its content.
        NoTranscriptGeneratedError: The model heard no words.
        APICallError: The provider answered with an error.
        APIConnectionError: No usable answer came, or a time limit passed.

    Example:
        >>> result = transcribe("openai:whisper-1", Path("interview.mp3"))
        >>> print(result.text, result.duration)
    """
    setup = media_setup(settings)
    check_text("media_type", media_type, empty=False)
    file = audio_file(audio, media_type)
    bound = AsyncBoundMedia(model, "transcription", setup, client)
    with MediaTelemetry(setup.telemetry, "transcribe", bound.model, None) as seen:
        call = TranscriptionCall(audio=await bound.fetched(file), **setup.options)
        answer = await bound.driver().transcribe(call, bound.control)
        result = transcription_result(answer, setup)
        seen.ended(result.usage, result.text)
    return result
