"""Transcriptions and translations: sound to text, in every format that the API offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..brain.sounds import listen
from ..content import Content, ProviderError, Transcript
from ..payload import Event, Payload, event_payload, json_payload, text_payload
from ..recorded import FormPart
from ..turn import Turn, count_tokens, split_words
from .base import Exchange
from .openai_common import check_number, missing, read_model, refuse

_FORMATS = ("json", "text", "srt", "verbose_json", "vtt", "diarized_json")


@dataclass(frozen=True, slots=True)
class TranscriptionAsk:
    """What a transcription request asks for."""

    model: str
    file: FormPart
    form: str
    language: str
    task: str
    stream: bool
    words: bool
    segments: bool
    logprobs: bool

    @property
    def counts_tokens(self) -> bool:
        """Whether the model is paid by token; the older ones are paid by the second."""
        return not self.model.startswith("whisper")


def read_transcription(exchange: Exchange) -> TranscriptionAsk:
    """Read a `POST /audio/transcriptions`."""
    return _read(exchange, "transcribe")


def read_translation(exchange: Exchange) -> TranscriptionAsk:
    """Read a `POST /audio/translations`."""
    return _read(exchange, "translate")


def _read(exchange: Exchange, task: str) -> TranscriptionAsk:
    try:
        form = exchange.request.form
    except ValueError as error:
        raise refuse(f"Could not parse multipart form: {error}") from None
    texts = {name: parts[-1].text for name, parts in form.items() if parts[-1].filename is None}
    model = read_model(texts, exchange)
    if "file" not in form:
        raise missing("file")
    file = form["file"][-1]
    if file.filename is None or not file.data:
        raise refuse("Invalid file format or empty file.", "file", "invalid_value")
    kind = texts.get("response_format", "json")
    if kind not in _FORMATS:
        expected = "'json', 'text', 'vtt', 'srt' or 'verbose_json'"
        raise refuse(f"Input should be {expected}, got '{kind}'.", "response_format")
    if "temperature" in texts:
        check_number({"temperature": _number(texts["temperature"])}, "temperature", 0, 1)
    marks = _all(form, "timestamp_granularities")
    stream = texts.get("stream", "").lower() == "true" and not model.startswith("whisper")
    return TranscriptionAsk(
        model=model,
        file=file,
        form=kind,
        language=texts.get("language", "english") if task == "transcribe" else "english",
        task=task,
        stream=stream,
        words="word" in marks,
        segments="segment" in marks or not marks,
        logprobs="logprobs" in _all(form, "include"),
    )


def _all(form: dict[str, list[FormPart]], name: str) -> list[str]:
    """Every value of a list field, which clients send with or without brackets."""
    parts = [part for key in form if key.partition("[")[0] == name for part in form[key]]
    return [part.text for part in parts]


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def answer_transcription(ask: TranscriptionAsk, _exchange: Exchange) -> Content:
    """Say what the file holds."""
    text, seconds = listen(ask.file.data, ask.file.filename)
    return Transcript(text, ask.language, seconds)


def write_transcription(content: Content, ask: TranscriptionAsk, _exchange: Exchange) -> Payload:
    """Write a transcript in the format asked for."""
    if isinstance(content, Turn):
        content = Transcript(content.text, ask.language)
    if not isinstance(content, Transcript):
        raise ProviderError(500, f"{type(content).__name__} is no answer to a transcription")
    if ask.stream:
        return event_payload(_events(content, ask))
    match ask.form:
        case "text":
            return text_payload(content.text + "\n")
        case "srt":
            return text_payload(_subtitles(content, comma=True))
        case "vtt":
            return text_payload("WEBVTT\n\n" + _subtitles(content, comma=False))
        case "verbose_json":
            return json_payload(_verbose(content, ask))
        case "diarized_json":
            return json_payload(_diarized(content, ask))
        case _:
            return json_payload(_plain(content, ask))


def _usage(content: Transcript, ask: TranscriptionAsk) -> dict[str, Any]:
    if not ask.counts_tokens:
        return {"type": "duration", "seconds": max(1, round(content.seconds))}
    heard, said = max(1, round(content.seconds * 10)), count_tokens(content.text)
    return {
        "type": "tokens",
        "input_tokens": heard,
        "input_token_details": {"text_tokens": 0, "audio_tokens": heard},
        "output_tokens": said,
        "total_tokens": heard + said,
    }


def _plain(content: Transcript, ask: TranscriptionAsk) -> dict[str, Any]:
    answer: dict[str, Any] = {"text": content.text, "usage": _usage(content, ask)}
    if ask.logprobs:
        answer["logprobs"] = _logprobs(content.text)
    return answer


def _logprobs(text: str) -> list[dict[str, Any]]:
    return [{"token": w, "logprob": -0.1, "bytes": list(w.encode())} for w in split_words(text)]


def _spans(content: Transcript) -> Iterator[tuple[str, float, float]]:
    """Each word with its start and end in seconds, all words equally long."""
    words = content.text.split()
    for index, word in enumerate(words):
        start, end = (content.seconds * at / len(words) for at in (index, index + 1))
        yield word, round(start, 2), round(end, 2)


def _verbose(content: Transcript, ask: TranscriptionAsk) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "task": ask.task,
        "language": content.language,
        "duration": content.seconds,
        "text": content.text,
        "usage": {"type": "duration", "seconds": max(1, round(content.seconds))},
    }
    if ask.words:
        answer["words"] = [{"word": w, "start": a, "end": b} for w, a, b in _spans(content)]
    if ask.segments:
        answer["segments"] = [_segment(content)]
    return answer


def _segment(content: Transcript) -> dict[str, Any]:
    return {
        "id": 0,
        "seek": 0,
        "start": 0.0,
        "end": content.seconds,
        "text": f" {content.text}",
        "tokens": list(range(count_tokens(content.text))),
        "temperature": 0.0,
        "avg_logprob": -0.1,
        "compression_ratio": 1.0,
        "no_speech_prob": 0.01,
    }


def _speaker_segment(content: Transcript) -> dict[str, Any]:
    return {
        "type": "transcript.text.segment",
        "id": "seg_0",
        "start": 0.0,
        "end": content.seconds,
        "speaker": "A",
        "text": content.text,
    }


def _diarized(content: Transcript, ask: TranscriptionAsk) -> dict[str, Any]:
    return {
        "task": ask.task,
        "duration": content.seconds,
        "text": content.text,
        "segments": [_speaker_segment(content)],
        "usage": _usage(content, ask),
    }


def _subtitles(content: Transcript, *, comma: bool) -> str:
    times = f"{_clock(0, comma=comma)} --> {_clock(content.seconds, comma=comma)}"
    number = "1\n" if comma else ""
    return f"{number}{times}\n{content.text}\n\n"


def _clock(seconds: float, *, comma: bool) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    mark = "," if comma else "."
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{thousandths:03}"


def _events(content: Transcript, ask: TranscriptionAsk) -> Iterator[Event]:
    for word in split_words(content.text):
        delta: dict[str, Any] = {"type": "transcript.text.delta", "delta": word}
        if ask.logprobs:
            delta["logprobs"] = _logprobs(word)
        yield Event(delta)
    if ask.form == "diarized_json":
        yield Event(_speaker_segment(content))
    done = {"type": "transcript.text.done", **_plain(content, ask)}
    yield Event(done, end_mark=True)
    yield Event("[DONE]", end_mark=True)
