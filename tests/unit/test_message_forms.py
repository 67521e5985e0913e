"""Parts as dicts and files in every form: the same as the classes, or a clear refusal."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from ai_sdk import (
    AssistantMessage,
    FilePart,
    FileReference,
    FileURL,
    ImagePart,
    InvalidPromptError,
    TextPart,
    ToolMessage,
    ToolResult,
    UserMessage,
)
from ai_sdk.engine.files import file_part, image_part, sniff
from ai_sdk.engine.prompt import normal_prompt
from ai_sdk.types.tools import ContentOutput

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"


def read(part: Any, role: str = "user") -> Any:
    (message,) = normal_prompt(None, None, [{"role": role, "content": [part]}])
    return message.content[0]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"type": "file", "data": {"type": "data", "data": "aGk="}, "media_type": "text/plain"},
         FilePart(b"hi", "text/plain")),
        ({"type": "file", "data": {"type": "data", "data": PNG}}, FilePart(PNG, "image/png")),
        ({"type": "file", "data": {"type": "text", "text": "é"}, "media_type": "text/plain"},
         FilePart("é".encode(), "text/plain")),
        ({"type": "image", "image": {"type": "url", "url": "https://a.test/x"}},
         FilePart(FileURL("https://a.test/x"), "image/*")),
        ({"type": "file", "data": {"type": "reference", "reference": {"openai": "f-1"}}},
         FilePart(FileReference({"openai": "f-1"}), "application/octet-stream")),
        ({"type": "image", "image": "HTTPS://A.test/x.png"},
         FilePart(FileURL("HTTPS://A.test/x.png"), "image/*")),
        ({"type": "file", "data": "gs://bucket/a.pdf"},
         FilePart(FileURL("gs://bucket/a.pdf"), "application/pdf")),
        ({"type": "image", "image": FileURL("data:image/png;base64,aGk=")},
         FilePart(b"hi", "image/png")),
    ],
)  # fmt: skip
def test_tagged_file_data(part: dict[str, Any], expected: FilePart) -> None:
    assert read(part) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"type": "file-data", "data": "aGk=", "media_type": "text/plain"},
         FilePart(b"hi", "text/plain")),
        ({"type": "image-data", "data": base64.b64encode(PNG).decode()}, FilePart(PNG, "image/png")),
        ({"type": "file-url", "url": "https://a.test/x.pdf"},
         FilePart(FileURL("https://a.test/x.pdf"), "application/pdf")),
        ({"type": "image-url", "url": "https://a.test/x"},
         FilePart(FileURL("https://a.test/x"), "image/*")),
        ({"type": "file-id", "file_id": {"openai": "f-1"}, "media_type": "application/pdf"},
         FilePart(FileReference({"openai": "f-1"}), "application/pdf")),
        ({"type": "image-file-id", "file_id": {"openai": "f-1"}},
         FilePart(FileReference({"openai": "f-1"}), "image/*")),
    ],
)  # fmt: skip
def test_older_names_of_files_in_tool_outputs(part: dict[str, Any], expected: FilePart) -> None:
    output = {"type": "content", "value": [part]}
    made = {"type": "tool-result", "tool_call_id": "c", "tool_name": "t", "output": output}

    assert read(made, "tool").model_output == ContentOutput((expected,))


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"type": "text", "text": "a", "providerOptions": {}}, "did you mean 'provider_options'"),
        ({"type": "file", "data": b"x", "mediaType": "a/b"}, "did you mean 'media_type'"),
        ({"type": "file", "data": b"x", "colour": 1}, "the fields are data, media_type"),
        ({"type": "text", "text": 7}, "text must be a str, not int"),
        (TextPart(None), "text must be a str, not NoneType"),  # type: ignore[arg-type]
        ({"type": "text", "text": "a", "provider_options": {"openai": 1}}, "provider name"),
        (
            {"type": "file", "data": b"x", "media_type": 7},
            "media_type must be a str or None, not int",
        ),
        ({"type": "file", "data": {"type": "path", "path": "/etc/passwd"}}, "data, text, url"),
        ({"type": "file", "data": {"type": "data"}}, "needs the field 'data'"),
        (
            {"type": "file", "data": {"type": "reference", "reference": "f"}},
            "provider name -> file",
        ),
        ({"type": "file", "data": FileURL("file:///etc/passwd")}, "must start with http"),
        ({"type": "file", "data": "file:///etc/passwd"}, "pass pathlib.Path"),
        ({"type": "file", "data": "/etc/passwd"}, "pass pathlib.Path"),
        ({"type": "file", "data": "./photo.png"}, "pass pathlib.Path"),
    ],
)
def test_malformed_parts_are_refused(part: Any, words: str) -> None:
    with pytest.raises(InvalidPromptError, match=words):
        read(part)


def test_a_plain_text_never_opens_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "abcd").write_bytes(b"secret")
    monkeypatch.chdir(tmp_path)

    assert read({"type": "file", "data": "abcd"}).data == base64.b64decode("abcd")


def test_base64_that_begins_with_a_slash_is_still_base64() -> None:
    text = base64.b64encode(JPEG).decode()

    assert text.startswith("/9j/")
    assert image_part(ImagePart(text)) == FilePart(JPEG, "image/jpeg")


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        (JPEG, "image/png", "image/jpeg"),
        (PNG, "image", "image/png"),
        (PNG, None, "image/png"),
        (PNG, "application/pdf", "application/pdf"),
        (b"?", "image/png", "image/png"),
        (b"%PDF-1.7", "image/png", "image/png"),
        (b"%PDF-1.7", None, "application/pdf"),
        (b"OggS", "video/*", "video/ogg"),
        (b"\x1aE\xdf\xa3", "audio", "audio/webm"),
    ],
)
def test_of_images_the_bytes_tell_the_type(data: bytes, declared: Any, expected: str) -> None:
    assert file_part(FilePart(data, declared)).media_type == expected


@pytest.mark.parametrize(
    ("start", "media_type"),
    [
        (b"BM\x36\0\0\0\0\0\0\0\x36", "image/bmp"),
        (b"BMW is a car maker", None),
        ("é".encode("utf-16"), None),
        (b"GIF8 is no format", None),
        (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"),
        (b"RIFF\0\0\0\0WHAT", None),
        (b"FORM\0\0\0\0AIFF", "audio/aiff"),
        (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\xff\xfb\xff\xff", None),
        (b"\xff\x0a\x01", "image/jxl"),
        (b"#!AMR\n", "audio/amr"),
        (b"FLV\x01\x05", "video/x-flv"),
    ],
)
def test_signatures(start: bytes, media_type: str | None) -> None:
    assert sniff(start) == media_type


def test_neighbouring_tool_messages_become_one() -> None:
    call = {"type": "tool-call", "tool_name": "t", "input": {}}
    read = normal_prompt(
        None,
        None,
        [
            UserMessage("hi"),
            {
                "role": "assistant",
                "content": [call | {"tool_call_id": "a"}, call | {"tool_call_id": "b"}],
            },
            ToolMessage([ToolResult("a", "t", "1")], provider_options={"p": {"x": 1}}),
            ToolMessage([ToolResult("b", "t", "2")]),
            AssistantMessage("ok"),
        ],
    )

    assert [message.role for message in read] == ["user", "assistant", "tool", "assistant"]
    merged: Any = read[2]
    assert [part.tool_call_id for part in merged.content] == ["a", "b"]
    assert merged.provider_options == {"p": {"x": 1}}
