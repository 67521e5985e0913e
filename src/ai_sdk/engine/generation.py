"""`generate_image`, `generate_speech`, `transcribe` without the calls: calls made, results joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import (
    InvalidArgumentError,
    NoImageGeneratedError,
    NoSpeechGeneratedError,
    NoTranscriptGeneratedError,
)
from ..types.call import ImageCall, SpeechCall
from ..types.results import ImageResult, SpeechResult, TranscriptionResult
from ..types.usage import Usage
from .media import all_warnings, joined_metadata
from .media_files import image_file, image_files
from .settings import check_count, check_number, check_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..types.call import ImageModelResult, SpeechModelResult, TranscriptionModelResult
    from .media import MediaSetup

__all__ = [
    "image_call",
    "image_result",
    "shares",
    "speech_call",
    "speech_result",
    "transcription_result",
]


def image_call(
    prompt: Any,
    *,
    n: Any,
    size: Any,
    aspect_ratio: Any,
    seed: Any,
    images: Any,
    mask: Any,
    setup: MediaSetup,
) -> ImageCall:
    """The call for all images together.

    Raises:
        InvalidArgumentError: An argument is of the wrong type or out of range, or there is
            neither a prompt nor an image.
    """
    check_text("prompt", prompt)
    check_text("size", size, empty=False)
    check_text("aspect_ratio", aspect_ratio, empty=False)
    check_count("seed", seed)
    if n is None:
        raise InvalidArgumentError(
            "n must be a whole number of at least 1, not None", parameter="n"
        )
    check_count("n", n, 1)
    files = image_files(images)
    if prompt is None and not files:
        raise InvalidArgumentError(
            "prompt is missing: say what to draw, or pass images to vary", parameter="prompt"
        )
    if mask is not None and not files:
        raise InvalidArgumentError("mask needs images to edit", parameter="mask")
    return ImageCall(
        prompt=prompt,
        n=n,
        size=size,
        aspect_ratio=aspect_ratio,
        seed=seed,
        images=files,
        mask=None if mask is None else image_file(mask, "mask"),
        **setup.options,
    )


def shares(n: int, limit: int | None) -> list[int]:
    """How many images each call makes.

    Example:
        >>> shares(5, 2)
        [2, 2, 1]
    """
    size = limit or n
    return [min(size, n - done) for done in range(0, n, size)]


def image_result(results: Sequence[ImageModelResult], setup: MediaSetup) -> ImageResult:
    """The images of several calls as one result.

    Raises:
        NoImageGeneratedError: There is none.
    """
    usages = [result.usage for result in results]
    images = tuple(image for result in results for image in result.images)
    usage = usages[0] if len(usages) == 1 else sum(usages, Usage())
    responses = tuple(setup.response(result.response) for result in results)
    if not images:
        raise NoImageGeneratedError(
            "the provider sent no image", usage=usage, response=responses[0]
        )
    return ImageResult(
        images,
        usage,
        all_warnings(results),
        joined_metadata(results),
        tuple(setup.request(result.request) for result in results),
        responses,
        tuple(attempt for result in results for attempt in result.attempts),
    )


def speech_call(
    text: Any,
    *,
    voice: Any,
    output_format: Any,
    instructions: Any,
    speed: Any,
    language: Any,
    setup: MediaSetup,
) -> SpeechCall:
    """The call for a text.

    Raises:
        InvalidArgumentError: An argument is of the wrong type, or there is no text.
    """
    if text is None:
        raise InvalidArgumentError("text is missing", parameter="text")
    check_text("text", text, empty=False)
    check_text("voice", voice, empty=False)
    check_text("output_format", output_format, empty=False)
    check_text("instructions", instructions)
    check_text("language", language, empty=False)
    check_number("speed", speed, 0)
    return SpeechCall(
        text=text,
        voice=voice,
        output_format=output_format,
        instructions=instructions,
        speed=speed,
        language=language,
        **setup.options,
    )


def speech_result(result: SpeechModelResult, setup: MediaSetup) -> SpeechResult:
    """The public result of a model's audio.

    Raises:
        NoSpeechGeneratedError: There is none.
    """
    response = setup.response(result.response)
    if result.audio.data == b"":
        raise NoSpeechGeneratedError(
            "the provider sent no audio", usage=result.usage, response=response
        )
    return SpeechResult(
        result.audio,
        result.usage,
        result.warnings,
        result.provider_metadata,
        setup.request(result.request),
        response,
        result.attempts,
    )


def transcription_result(
    result: TranscriptionModelResult, setup: MediaSetup
) -> TranscriptionResult:
    """The public result of a model's transcript.

    Raises:
        NoTranscriptGeneratedError: There is not a word in it.
    """
    response = setup.response(result.response)
    if not result.text.strip():
        raise NoTranscriptGeneratedError(
            "the transcript is empty: the model heard no words",
            text=result.text,
            usage=result.usage,
            response=response,
        )
    return TranscriptionResult(
        result.text,
        result.segments,
        result.language,
        result.duration,
        result.usage,
        result.warnings,
        result.provider_metadata,
        setup.request(result.request),
        response,
        result.attempts,
    )
