"""A result of ours against the expected one: readable lines for what differs.

What is compared: text, tool calls (id, name, input, who runs them), cited sources, files by
content, finish reason, usage, id and model of the answer; the texts of reasoning with the space
between its blocks left out. Counts that the answer does not give must be None, except that a
missing total may be the sum of input and output. Provider-run calls are compared without their
input, which each provider spells differently. Errors: class, status, the provider's words with
keys masked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from .expected import (
    ExpectedCall,
    ExpectedCount,
    ExpectedError,
    ExpectedFile,
    ExpectedImages,
    ExpectedInterrupted,
    ExpectedSpeech,
    ExpectedText,
    ExpectedTranscript,
    ExpectedUpload,
    ExpectedUsage,
    ExpectedVectors,
)

TOLERANCE = 1e-6


def check(expected: Any, outcome: Any) -> list[str]:
    """What differs between an expectation and a result or an error of ours."""
    if isinstance(expected, ExpectedError):
        return _check_error(expected, outcome)
    if isinstance(expected, ExpectedInterrupted):
        return _check_interrupted(expected, outcome)
    if isinstance(outcome, BaseException):
        return [f"raised {type(outcome).__name__}: {outcome}"]
    checks: dict[type[Any], Callable[[Any, Any], list[str]]] = {
        ExpectedText: check_text,
        ExpectedVectors: check_vectors,
        ExpectedImages: check_images,
        ExpectedSpeech: check_speech,
        ExpectedTranscript: check_transcript,
        ExpectedCount: check_count,
        ExpectedUpload: check_upload,
    }
    return checks[type(expected)](expected, outcome)


def _differ(name: str, expected: Any, actual: Any) -> list[str]:
    if expected == actual:
        return []
    return [f"{name}: expected {_brief(expected)}, got {_brief(actual)}"]


def _brief(item: Any) -> str:
    text = repr(item)
    return text if len(text) <= 200 else text[:160] + f"... ({len(text)})"


def _check_error(expected: ExpectedError, outcome: Any) -> list[str]:
    if not isinstance(outcome, BaseException):
        return [f"no error; expected {expected.error}"]
    lines = _differ("error", expected.error, type(outcome).__name__)
    if expected.status is not None:
        lines += _differ("status", expected.status, getattr(outcome, "status_code", None))
    said = str(getattr(outcome, "message", outcome))
    if expected.message is not None and not same_words(expected.message, said):
        lines.append(f"message: expected {_brief(expected.message)}, got {_brief(said)}")
    return lines


def same_words(expected: str, said: str) -> bool:
    """Whether `said` has the provider's words; what it masked as `[redacted]` may be anything."""
    pattern = r"\S+".join(re.escape(piece) for piece in said.split("[redacted]"))
    return expected in said or re.search(pattern, expected) is not None


def _check_interrupted(expected: ExpectedInterrupted, outcome: Any) -> list[str]:
    if not isinstance(outcome, BaseException):
        return [f"no error; expected {expected.error}"]
    partial = getattr(outcome, "partial", None)
    try:
        text = partial.text if partial is not None else ""
    except Exception as error:
        return [f"partial.text raised {error!r}"]
    return _differ("error", expected.error, type(outcome).__name__) + _differ(
        "partial.text", expected.text, text
    )


def check_text(expected: ExpectedText, result: Any) -> list[str]:
    """A `GenerateTextResult` against the walk."""
    lines = _differ("text", expected.text, result.text)
    lines += _differ(
        "reasoning",
        "".join("".join(expected.reasoning).split()),
        "".join("".join(part.text for part in result.reasoning).split()),
    )
    lines += _check_calls(expected.tool_calls, result.tool_calls)
    lines += _differ(
        "sources",
        sorted(set(expected.sources)),
        sorted({source.url or source.filename or source.id for source in result.sources}),
    )
    lines += _check_files(expected.files, result.files)
    lines += _differ("finish_reason", expected.finish_reason, result.finish_reason)
    if result.raw_finish_reason is not None:
        lines += _differ("raw_finish_reason", expected.raw_finish_reason, result.raw_finish_reason)
    lines += check_usage(expected.usage, result.usage)
    lines += _differ("response.id", expected.response_id, result.response.id)
    lines += _differ("response.model_id", expected.model, result.response.model_id)
    return lines


def _check_calls(expected: tuple[ExpectedCall, ...], calls: Any) -> list[str]:
    if len(expected) != len(calls):
        found = [(call.tool_name, call.input) for call in calls]
        return [f"tool_calls: expected {_brief(expected)}, got {_brief(found)}"]
    lines: list[str] = []
    for number, (wanted, call) in enumerate(zip(expected, calls, strict=True)):
        name = f"tool_calls[{number}]"
        if wanted.id is not None:
            lines += _differ(f"{name}.id", wanted.id, call.tool_call_id)
        elif not call.tool_call_id:
            lines.append(f"{name}.id: empty")
        lines += _differ(f"{name}.tool_name", wanted.name, call.tool_name)
        ran = (wanted.provider_executed, call.provider_executed)
        lines += _differ(f"{name}.provider_executed", *ran)
        if wanted.input is not None:
            lines += _differ(f"{name}.input", wanted.input, call.input)
    return lines


def _check_files(expected: tuple[ExpectedFile, ...], files: Any) -> list[str]:
    if len(expected) != len(files):
        return [f"files: expected {len(expected)}, got {len(files)}"]
    lines: list[str] = []
    for number, (wanted, file) in enumerate(zip(expected, files, strict=True)):
        if wanted.data is not None:
            lines += _differ(f"files[{number}]", wanted.data, file.data)
        else:
            lines += _differ(f"files[{number}].url", wanted.url, getattr(file.data, "url", None))
    return lines


def check_usage(expected: ExpectedUsage, usage: Any) -> list[str]:
    """A `Usage` against the walk."""
    got = {
        "input": usage.input_tokens,
        "cached": usage.input_token_details.cache_read,
        "cache_write": usage.input_token_details.cache_write,
        "output": usage.output_tokens,
        "reasoning": usage.output_token_details.reasoning,
    }
    lines = [
        line
        for name, count in got.items()
        for line in _differ(f"usage.{name}", getattr(expected, name), count)
    ]
    total = expected.total
    if total is None and usage.total_tokens is not None and expected.input is not None:
        total = expected.input + (expected.output or 0)
    return lines + _differ("usage.total", total, usage.total_tokens)


def check_vectors(expected: ExpectedVectors, result: Any) -> list[str]:
    """An `EmbedResult` or `EmbedManyResult` against the walk: values as 32-bit floats."""
    many = hasattr(result, "embeddings")
    rows = list(result.embeddings) if many else [result.embedding]
    lines = _differ("vectors", len(expected.vectors), len(rows))
    for number, (wanted, row) in enumerate(zip(expected.vectors, rows, strict=False)):
        if not _close(wanted, row):
            lines.append(f"vectors[{number}]: {_brief(wanted[:4])} is not {_brief(list(row)[:4])}")
    return lines + _differ("usage.tokens", expected.tokens, result.usage.tokens)


def _close(wanted: Any, row: Any) -> bool:
    return len(wanted) == len(row) and all(
        math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=TOLERANCE * TOLERANCE)
        for a, b in zip(wanted, row, strict=True)
    )


def check_images(expected: ExpectedImages, result: Any) -> list[str]:
    """An `ImageResult` against the walk."""
    lines = _check_files(expected.images, result.images)
    prompts = tuple(
        next(iter(image.provider_metadata.values()), {}).get("revised_prompt")
        for image in result.images
    )
    lines += _differ("revised_prompts", expected.revised_prompts, prompts)
    return lines + check_usage(expected.usage, result.usage)


def check_count(expected: ExpectedCount, result: Any) -> list[str]:
    """A `TokenCount` against the recorded number."""
    return _differ("input_tokens", expected.input_tokens, result.input_tokens)


def check_upload(expected: ExpectedUpload, result: Any) -> list[str]:
    """An `UploadedFile` against the recorded file object."""
    lines = _differ("id", expected.id, result.id)
    lines += _differ("filename", expected.filename, result.filename)
    return lines + _differ("size", expected.size, result.size)


def check_speech(expected: ExpectedSpeech, result: Any) -> list[str]:
    """A `SpeechResult` against the recorded bytes."""
    return _differ("audio", expected.audio, result.audio.bytes)


def check_transcript(expected: ExpectedTranscript, result: Any) -> list[str]:
    """A `TranscriptionResult` against the walk."""
    lines = _differ("text", expected.text, result.text)
    wanted = [(s.text, _ms(s.start), _ms(s.end), s.speaker) for s in expected.segments]
    got = [(s.text, _ms(s.start), _ms(s.end), s.speaker) for s in result.segments]
    lines += _differ("segments", wanted, got)
    lines += _differ("language", expected.language, result.language)
    lines += _differ("duration", expected.duration, result.duration)
    return lines + check_usage(expected.usage, result.usage)


def _ms(seconds: float) -> int:
    return round(1000 * seconds)
