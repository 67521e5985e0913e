"""Media types told by a file's first bytes."""

from __future__ import annotations

__all__ = ["sniff"]

# First bytes -> media type (the signatures of the formats' own specifications).
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xff\x0a", "image/jxl"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl"),
    (b"%PDF", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_FORM = {b"AIFF": "audio/aiff", b"AIFC": "audio/aiff"}
_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_CONTAINERS = ("ogg", "webm", "mp4")


def sniff(data: bytes, kind: str | None = None) -> str | None:
    """The media type that the first bytes tell, or None.

    Args:
        data: the file, or its first 16 bytes.
        kind: "audio" or "video" where it is known: some containers hold either.

    Example:
        >>> sniff(b"%PDF-1.7")
        'application/pdf'
        >>> sniff(bytes.fromhex("1a45dfa3"), "audio")
        'audio/webm'
    """
    found = _by_signature(data) or _by_chunk(data) or _by_frame(data)
    if found is not None and kind in ("audio", "video") and found.endswith(_CONTAINERS):
        return f"{kind}/{found.partition('/')[2]}"
    return found


def _by_signature(data: bytes) -> str | None:
    for start, media_type in _SIGNATURES:
        if data.startswith(start):
            return media_type
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":  # two letters alone may be a text
        return "image/bmp"
    return None


def _by_chunk(data: bytes) -> str | None:
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12])
    if data.startswith(b"FORM"):
        return _FORM.get(data[8:12])
    return _BRANDS.get(data[8:12], "video/mp4") if data[4:8] == b"ftyp" else None


def _by_frame(data: bytes) -> str | None:
    """MPEG audio without a header: eleven set bits, then a layer, bit rate and sampling rate."""
    if len(data) < 2 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return None
    if data[1] & 0xF6 == 0xF0:
        return "audio/aac"
    third = data[2] if len(data) > 2 else 0
    layer, rate, sampling = data[1] >> 1 & 3, third >> 4, third >> 2 & 3
    known = layer in (1, 2) and data[1] >> 3 & 3 != 1 and rate != 15 and sampling != 3
    return "audio/mpeg" if known else None
