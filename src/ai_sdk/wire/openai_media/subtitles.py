"""Subtitles, SRT and WebVTT, as segments with times."""

from __future__ import annotations

import html
import re
from typing import Final

from ...types.call import TranscriptSegment

__all__ = ["is_subtitles", "segments_of"]

_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_CUE: Final = re.compile(rf"^[ \t]*{_TIME}[ \t]+-->[ \t]+{_TIME}.*$", re.MULTILINE)
_VOICE: Final = re.compile(r"<v(?:\.[^ \t<>]*)?[ \t]+([^<>\s][^<>]*)>")
_TAG: Final = re.compile(r"</?[a-z][^<>]*>|<\d[\d:.]*>", re.IGNORECASE)
_BLANK: Final = re.compile(r"\n[ \t]*\n")


def is_subtitles(text: str) -> bool:
    r"""Whether a text is a file of subtitles.

    Example:
        >>> is_subtitles("1\n00:00:00,000 --> 00:00:01,000\nHi\n"), is_subtitles("Hi")
        (True, False)
    """
    start = text[:400].lstrip("\ufeff \t\r\n")
    return start.startswith("WEBVTT") or re.match(rf"\d+\s+{_TIME}\s+-->", start) is not None


def segments_of(text: str) -> tuple[TranscriptSegment, ...]:
    r"""The cues of a file of subtitles, in order; their lines are joined by spaces.

    Example:
        >>> segments_of("1\n00:00:00,500 --> 00:00:01,000\nHi\nyou\n")[0]
        TranscriptSegment(text='Hi you', start=0.5, end=1.0, speaker=None)
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    cues = [*_CUE.finditer(text)]
    ends = [cue.start() for cue in cues[1:]] + [len(text)] * bool(cues)
    return tuple(
        _segment(cue, _BLANK.split(text[cue.end() + 1 : end], maxsplit=1)[0])
        for cue, end in zip(cues, ends, strict=True)
    )


def _segment(found: re.Match[str], lines: str) -> TranscriptSegment:
    parts = found.groups()
    voice = _VOICE.search(lines)
    words = html.unescape(_TAG.sub("", lines))
    return TranscriptSegment(
        " ".join(words.split("\n")).strip(),
        _seconds(*parts[:4]),
        _seconds(*parts[4:]),
        voice[1].strip() if voice else None,
    )


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int(fraction.ljust(3, "0")) / 1000
