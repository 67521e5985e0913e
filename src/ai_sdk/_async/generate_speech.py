"""`generate_speech`: text to audio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.generation import speech_call, speech_result
from ..engine.media import MediaSettings, media_setup
from ..engine.media_telemetry import MediaTelemetry
from .media_binding import AsyncBoundMedia

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.models import SpeechModel
    from ..types.results import SpeechResult
    from .http.client import AsyncHTTPClient

__all__ = ["generate_speech"]


async def generate_speech(
    model: str | SpeechModel,
    text: str,
    *,
    voice: str | None = None,
    output_format: str | None = None,
    instructions: str | None = None,
    speed: float | None = None,
    language: str | None = None,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[MediaSettings],
) -> SpeechResult:
    """Speak a text.

    Args:
        model: "provider:model-id" or a model handle.
        text: what to say.
        voice: who says it; the provider's usual voice by default.
        output_format: "mp3", "wav", "opus", "flac", "aac", "pcm", as far as the provider has it.
        instructions: how to say it: tone, pace, accent.
        speed: pace; 1 is normal.
        language: code of the text's language, where the provider wants to be told.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `MediaSettings`: limits, headers, provider options.

    Returns:
        The result: `audio.bytes`, `audio.media_type`, `warnings`, ...

    Raises:
        InvalidArgumentError: An argument is wrong; nothing was sent.
        NoSpeechGeneratedError: The provider sent no audio.
        APICallError: The provider answered with an error.
        APIConnectionError: No usable answer came, or a time limit passed.

    Example:
        >>> result = generate_speech("openai:gpt-4o-mini-tts", "Good morning", voice="coral")
        >>> Path("morning.mp3").write_bytes(result.audio.bytes)
    """
    setup = media_setup(settings)
    call = speech_call(
        text,
        voice=voice,
        output_format=output_format,
        instructions=instructions,
        speed=speed,
        language=language,
        setup=setup,
    )
    bound = AsyncBoundMedia(model, "speech", setup, client)
    with MediaTelemetry(setup.telemetry, "generate_speech", bound.model, text) as seen:
        answer = await bound.driver().generate(call, bound.control)
        result = speech_result(answer, setup)
        seen.ended(result.usage)
    return result
