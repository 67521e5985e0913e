"""Embeddings, images, speech and transcripts, read by hand. Imports nothing of `ai_sdk`."""

from __future__ import annotations

import base64
import json
import re
from array import array
from typing import Any

from .expected import (
    Expected,
    ExpectedFile,
    ExpectedImages,
    ExpectedInterrupted,
    ExpectedSegment,
    ExpectedSpeech,
    ExpectedTranscript,
    ExpectedUsage,
    ExpectedVectors,
)
from .expected_openai_errors import walk_error
from .expected_openai_responses import walk_usage
from .records import Record, reply_of


def walk_media(record: Record) -> Expected:
    """What the record's answer says."""
    if record.status >= 400:
        return walk_error(record)
    if record.api == "embeddings":
        return walk_vectors(record.answer)
    if record.api == "images":
        return walk_images(record.answer)
    reply = reply_of(record)
    if reply.headers.get("content-type", "").startswith("audio/"):
        return ExpectedSpeech(reply.body)
    if record.streamed:
        return walk_transcript_events(record.event_data)
    if record.answer is None:
        return walk_subtitles(reply.body.decode())
    return walk_transcript(record.answer)


def vector(embedding: list[float] | str) -> tuple[float, ...]:
    """An embedding as numbers: a list, or base64 of little-endian 32-bit floats."""
    if isinstance(embedding, str):
        return tuple(array("f", base64.b64decode(embedding)))
    return tuple(embedding)


def walk_vectors(body: dict[str, Any]) -> ExpectedVectors:
    """The rows of an embeddings answer, by their index."""
    rows = sorted(body["data"], key=lambda row: row.get("index", 0))
    usage = body.get("usage") or {}
    return ExpectedVectors(
        tuple(vector(row["embedding"]) for row in rows),
        usage.get("prompt_tokens", usage.get("total_tokens")),
        body.get("model"),
    )


def walk_images(body: dict[str, Any]) -> ExpectedImages:
    """The images of an answer: bytes, or the URL they can be had from."""
    images: list[ExpectedFile] = []
    for row in body["data"]:
        coded = row.get("b64_json")
        images.append(ExpectedFile(base64.b64decode(coded) if coded else None, row.get("url")))
    return ExpectedImages(
        tuple(images),
        tuple(row.get("revised_prompt") for row in body["data"]),
        walk_usage(body.get("usage")),
    )


def walk_transcript(body: dict[str, Any]) -> ExpectedTranscript:
    """A transcript in one of the JSON formats. Words stand in where there are no segments."""
    rows: list[dict[str, Any]] = body.get("segments") or body.get("words") or []
    return ExpectedTranscript(
        text=body["text"],
        segments=tuple(
            ExpectedSegment(
                row.get("text", row.get("word", "")), row["start"], row["end"], row.get("speaker")
            )
            for row in rows
        ),
        language=body.get("language"),
        duration=body.get("duration"),
        usage=_transcript_usage(body.get("usage")),
    )


CUE = re.compile(r"(?:(\d+):)?(\d+):(\d+)[.,](\d+) --> (?:(\d+):)?(\d+):(\d+)[.,](\d+).*\n")


def walk_subtitles(text: str) -> ExpectedTranscript:
    """Plain text, or SubRip or WebVTT cues: the text as it came, and each cue's stretch."""
    segments: list[ExpectedSegment] = []
    for block in re.split(r"\n{2,}", text.strip()):
        cue = CUE.search(block)
        if cue:
            h, m, s, ms, hh, mm, ss, mms = (int(part or 0) for part in cue.groups())
            start, end = 3600 * h + 60 * m + s + ms / 1000, 3600 * hh + 60 * mm + ss + mms / 1000
            segments.append(ExpectedSegment(block[cue.end() :], start, end))
    return ExpectedTranscript(text, tuple(segments))


def _transcript_usage(usage: dict[str, Any] | None) -> ExpectedUsage:
    """Tokens; a usage counted in seconds has none."""
    return walk_usage(usage) if usage and usage.get("type") == "tokens" else ExpectedUsage()


def walk_transcript_events(data: list[str]) -> Expected:
    """A transcript that came in pieces."""
    text = ""
    for line in data:
        if line.strip() == "[DONE]":
            break
        event = json.loads(line)
        if event["type"] == "transcript.text.delta":
            text += event["delta"]
        elif event["type"] == "transcript.text.done":
            return ExpectedTranscript(event["text"], usage=_transcript_usage(event.get("usage")))
    return ExpectedInterrupted("StreamInterruptedError", text)
