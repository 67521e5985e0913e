"""Embeddings, images, speech, models and files of Google, in and out."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ai_sdk import (
    ContentFilteredError,
    InvalidArgumentError,
    InvalidResponseError,
    PermissionDeniedError,
    UnsupportedFunctionalityError,
)
from ai_sdk.types.call import EmbeddingCall, ImageCall, SpeechCall
from ai_sdk.types.content import FilePart, FileURL
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.services import ListModelsCall, UploadCall, UploadedFile
from ai_sdk.wire.google_genai import embeddings, gemini_images, images, services, speech
from ai_sdk.wire.google_genai.dialect import GOOGLE, VERTEX
from ai_sdk.wire.google_genai.errors import error_of
from ai_sdk.wire.protocol import WireRequest
from ai_sdk.wire.services import UploadStep

ASKED = WireRequest("/")
PNG = b"\x89PNG\r\n\x1a\n1"
PACKED = base64.b64encode(PNG).decode()


def reply(body: Any, status: int = 200, **headers: str) -> HTTPReply:
    return HTTPReply(status, headers, json.dumps(body).encode())


def answer(*parts: Any, finish: str = "STOP", **body: Any) -> dict[str, Any]:
    return {"candidates": [{"content": {"parts": list(parts)}, "finishReason": finish}], **body}


class TestEmbeddings:
    OPTIONS = {"google": {"task_type": "RETRIEVAL_QUERY", "output_dimensionality": 3}}

    def build(
        self,
        *values: Any,
        model: str = "gemini-embedding-001",
        dialect: Any = GOOGLE,
        **fields: Any,
    ) -> Any:
        return embeddings.build(dialect, model, EmbeddingCall(values, **fields))

    def test_one_text(self) -> None:
        wire = self.build("a", provider_options=self.OPTIONS)

        assert wire.path == "/models/gemini-embedding-001:embedContent"
        assert wire.json == {
            "content": {"parts": [{"text": "a"}]},
            "taskType": "RETRIEVAL_QUERY",
            "outputDimensionality": 3,
        }

    def test_several_texts(self) -> None:
        wire = self.build("a", "b", provider_options={"google": {"documentOcr": True}})

        row = {"model": "models/gemini-embedding-001", "embedContentConfig": {"documentOcr": True}}
        assert wire.path == "/models/gemini-embedding-001:batchEmbedContents"
        assert wire.json == {
            "requests": [
                {**row, "content": {"parts": [{"text": "a"}]}},
                {**row, "content": {"parts": [{"text": "b"}]}},
            ]
        }

    def test_the_older_request_of_vertex(self) -> None:
        options = {"google": {**self.OPTIONS["google"], "auto_truncate": False, "title": "T"}}
        wire = self.build("a", "b", dialect=VERTEX, provider_options=options)

        about = {"task_type": "RETRIEVAL_QUERY", "title": "T"}
        assert wire.path == "/publishers/google/models/gemini-embedding-001:predict"
        assert wire.json == {
            "instances": [{"content": "a", **about}, {"content": "b", **about}],
            "parameters": {"outputDimensionality": 3, "autoTruncate": False},
        }

    def test_the_newer_request_of_vertex(self) -> None:
        wire = self.build("a", model="gemini-embedding-2", dialect=VERTEX)

        assert wire.path == "/publishers/google/models/gemini-embedding-2:embedContent"
        assert wire.json == {"content": {"parts": [{"text": "a"}]}}

    def test_tokens_are_refused(self) -> None:
        with pytest.raises(UnsupportedFunctionalityError, match="tokens"):
            self.build([1, 2])

    def test_unknown_options_are_told(self) -> None:
        wire = self.build("a", provider_options={"google": {"dimensions": 3}})

        assert [warning.setting for warning in wire.warnings] == ["dimensions"]

    @pytest.mark.parametrize(
        ("body", "tokens"),
        [
            ({"embeddings": [{"values": [1, 2]}, {"values": [3, 4]}]}, None),
            (
                {
                    "embeddings": [{"values": [1, 2]}, {"values": [3, 4]}],
                    "usageMetadata": {"promptTokenCount": 7},
                },
                7,
            ),
            (
                {
                    "predictions": [
                        {"embeddings": {"values": [1, 2], "statistics": {"token_count": 2.0}}},
                        {"embeddings": {"values": [3, 4], "statistics": {"token_count": 3}}},
                    ],
                    "metadata": {"billableCharacterCount": 9},
                },
                5,
            ),
        ],
    )
    def test_answers(self, body: Any, tokens: int | None) -> None:
        found = embeddings.parse(GOOGLE, reply(body), ASKED, EmbeddingCall(("a", "b")))

        assert [list(vector) for vector in found.embeddings] == [[1.0, 2.0], [3.0, 4.0]]
        assert found.usage.tokens == tokens

    def test_one_vector(self) -> None:
        body = {"embedding": {"values": [1, 2]}}
        found = embeddings.parse(GOOGLE, reply(body), ASKED, EmbeddingCall(("a",)))

        assert list(found.embeddings[0]) == [1.0, 2.0]

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ({}, "1 vectors were asked for, 0 came"),
            ({"embeddings": [{"values": [1]}, {"values": [1]}]}, "2 came"),
            ({"embedding": {"values": ["x"]}}, "vector 0"),
            ({"embedding": {"values": []}}, "0 numbers"),
        ],
    )
    def test_bad_answers(self, body: Any, words: str) -> None:
        with pytest.raises(InvalidResponseError, match=words):
            embeddings.parse(GOOGLE, reply(body), ASKED, EmbeddingCall(("a",)))

    def test_an_error_inside_a_success(self) -> None:
        body = {"error": {"code": 403, "message": "no", "status": "PERMISSION_DENIED"}}
        with pytest.raises(PermissionDeniedError):
            embeddings.parse(GOOGLE, reply(body), ASKED, EmbeddingCall(("a",)))


class TestImagen:
    def test_the_request(self) -> None:
        call = ImageCall(
            "a cat",
            n=2,
            size="1024x1024",
            aspect_ratio="16:9",
            seed=3,
            provider_options={
                "google": {
                    "person_generation": "allow_all",
                    "output_options": {"mime_type": "image/jpeg"},
                }
            },
        )
        wire = images.build(GOOGLE, "imagen-4.0-generate-001", call)

        assert wire.path == "/models/imagen-4.0-generate-001:predict"
        assert wire.json == {
            "instances": [{"prompt": "a cat"}],
            "parameters": {
                "sampleCount": 2,
                "aspectRatio": "16:9",
                "seed": 3,
                "personGeneration": "allow_all",
                "outputOptions": {"mimeType": "image/jpeg"},
            },
        }
        assert [warning.setting for warning in wire.warnings] == ["size"]

    def test_edits_on_vertex(self) -> None:
        call = ImageCall(
            "a hat",
            images=(FilePart(b"x", "image/png"), FilePart(FileURL("gs://b/o"), "image/png")),
            mask=FilePart(b"y", "image/png"),
        )
        (instance,) = images.build(VERTEX, "imagen-3.0-capability-001", call).json["instances"]

        raw = "REFERENCE_TYPE_RAW"
        assert instance["referenceImages"] == [
            {
                "referenceType": raw,
                "referenceId": 1,
                "referenceImage": {"bytesBase64Encoded": "eA=="},
            },
            {"referenceType": raw, "referenceId": 2, "referenceImage": {"gcsUri": "gs://b/o"}},
            {
                "referenceType": "REFERENCE_TYPE_MASK",
                "referenceId": 3,
                "referenceImage": {"bytesBase64Encoded": "eQ=="},
                "maskImageConfig": {"maskMode": "MASK_MODE_USER_PROVIDED"},
            },
        ]
        with pytest.raises(UnsupportedFunctionalityError, match="Vertex"):
            images.build(GOOGLE, "imagen-4.0-generate-001", call)

    def test_a_prompt_is_needed(self) -> None:
        with pytest.raises(InvalidArgumentError, match="prompt"):
            images.build(GOOGLE, "imagen-4.0-generate-001", ImageCall(None))

    def test_the_answer(self) -> None:
        rows = [
            {"bytesBase64Encoded": PACKED, "mimeType": "image/png", "prompt": "a grey cat"},
            {"raiFilteredReason": "blocked by policy 5"},
            {"gcsUri": "gs://b/o.jpg", "mimeType": "image/jpeg"},
        ]
        found = images.parse(GOOGLE, reply({"predictions": rows}), ASKED, ImageCall("x"))

        about = {"google": {"revised_prompt": "a grey cat"}}
        assert found.images == (
            FilePart(PNG, "image/png", provider_metadata=about),
            FilePart(FileURL("gs://b/o.jpg"), "image/jpeg"),
        )
        assert found.provider_metadata == {
            "google": {"images": [{"revised_prompt": "a grey cat"}, {}]}
        }
        assert "policy 5" in found.warnings[0].message

    def test_no_images_are_no_error_here(self) -> None:
        assert images.parse(GOOGLE, reply({}), ASKED, ImageCall("x")).images == ()

    @pytest.mark.parametrize("rows", ["x", [{"bytesBase64Encoded": "?"}]])
    def test_bad_answers(self, rows: Any) -> None:
        with pytest.raises(InvalidResponseError):
            images.parse(GOOGLE, reply({"predictions": rows}), ASKED, ImageCall("x"))


class TestGeminiImages:
    def test_the_request(self) -> None:
        call = ImageCall(
            "a cat",
            size="1x1",
            aspect_ratio="1:1",
            seed=3,
            provider_options={"google": {"image_config": {"image_size": "2K"}}},
            extra_body={"labels": {"a": "b"}},
        )
        wire = gemini_images.build(GOOGLE, "gemini-2.5-flash-image", call)

        assert wire.path == "/models/gemini-2.5-flash-image:generateContent"
        assert wire.json == {
            "contents": [{"role": "user", "parts": [{"text": "a cat"}]}],
            "generationConfig": {
                "responseModalities": ["IMAGE"],
                "imageConfig": {"aspectRatio": "1:1", "imageSize": "2K"},
                "seed": 3,
            },
            "labels": {"a": "b"},
        }
        assert [warning.setting for warning in wire.warnings] == ["size"]

    def test_an_edit_with_a_mask(self) -> None:
        call = ImageCall(
            "a hat", images=(FilePart(b"x", "image/png"),), mask=FilePart(b"y", "image/png")
        )
        body = gemini_images.build(GOOGLE, "gemini-2.5-flash-image", call).json

        parts = body["contents"][0]["parts"]
        assert [list(part) for part in parts] == [
            ["inlineData"],
            ["inlineData"],
            ["text"],
            ["text"],
        ]

    @pytest.mark.parametrize(
        "call", [ImageCall(None), ImageCall("x", mask=FilePart(b"y", "image/png"))]
    )
    def test_what_cannot_be_meant(self, call: ImageCall) -> None:
        with pytest.raises(InvalidArgumentError):
            gemini_images.build(GOOGLE, "gemini-2.5-flash-image", call)

    def test_the_answer(self) -> None:
        body = answer(
            {"text": "Here:"},
            {"inlineData": {"mimeType": "image/png", "data": PACKED}},
            usageMetadata={"promptTokenCount": 1, "totalTokenCount": 3},
        )
        found = gemini_images.parse(GOOGLE, reply(body), ASKED, ImageCall("x"))

        assert [image.data for image in found.images] == [PNG]
        assert (found.usage.output_tokens, found.warnings) == (2, ())

    def test_words_in_place_of_a_picture_are_told(self) -> None:
        found = gemini_images.parse(
            GOOGLE, reply(answer({"text": "I will not."})), ASKED, ImageCall("x")
        )

        assert found.images == ()
        assert "I will not." in found.warnings[0].message

    def test_a_picture_that_was_held_back(self) -> None:
        body = answer(finish="IMAGE_SAFETY")
        with pytest.raises(ContentFilteredError, match="IMAGE_SAFETY") as caught:
            gemini_images.parse(GOOGLE, reply(body), ASKED, ImageCall("x"))
        assert not caught.value.is_retryable


class TestSpeech:
    MODEL = "gemini-2.5-flash-preview-tts"

    def test_the_request(self) -> None:
        call = SpeechCall("Hello", voice="Puck", instructions="Say cheerfully", language="en-GB")
        wire = speech.build(GOOGLE, self.MODEL, call)

        assert wire.json == {
            "contents": [{"role": "user", "parts": [{"text": "Say cheerfully: Hello"}]}],
            "generationConfig": {
                "responseModalities": ["AUDIO"],
                "speechConfig": {
                    "voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Puck"}},
                    "languageCode": "en-GB",
                },
            },
        }

    def test_several_speakers(self) -> None:
        options = {"google": {"speakers": {"Joe": "Kore", "Jane": "Puck"}}}
        wire = speech.build(GOOGLE, self.MODEL, SpeechCall("Joe: Hi", provider_options=options))

        config = wire.json["generationConfig"]["speechConfig"]["multiSpeakerVoiceConfig"]
        assert [row["speaker"] for row in config["speakerVoiceConfigs"]] == ["Joe", "Jane"]
        assert wire.warnings == ()

    def test_what_cannot_be_said_is_told(self) -> None:
        call = SpeechCall("Hello", speed=2.0, output_format="mp3")

        wire = speech.build(GOOGLE, self.MODEL, call)
        assert [warning.setting for warning in wire.warnings] == ["speed", "output_format"]

    @pytest.mark.parametrize(
        ("kind", "wanted", "media_type", "head"),
        [
            ("audio/L16;codec=pcm;rate=16000", None, "audio/wav", b"RIFF"),
            ("audio/L16;codec=pcm;rate=16000", "wav", "audio/wav", b"RIFF"),
            (
                "audio/L16;codec=pcm;rate=16000",
                "pcm",
                "audio/L16;codec=pcm;rate=16000",
                b"\x01\x00",
            ),
            ("audio/mpeg", None, "audio/mpeg", b"\x01\x00"),
        ],
    )
    def test_the_sound(self, kind: str, wanted: Any, media_type: str, head: bytes) -> None:
        data = {"inlineData": {"mimeType": kind, "data": base64.b64encode(b"\x01\x00").decode()}}
        asked = WireRequest("/", context={"format": wanted})
        found = speech.parse(GOOGLE, reply(answer(data)), asked, SpeechCall("x"))

        assert found.audio.media_type == media_type
        assert found.audio.bytes.startswith(head) and found.audio.bytes.endswith(b"\x01\x00")
        if head == b"RIFF":
            assert int.from_bytes(found.audio.bytes[24:28], "little") == 16000
            assert int.from_bytes(found.audio.bytes[4:8], "little") == len(found.audio.bytes) - 8

    def test_no_sound_is_an_error(self) -> None:
        with pytest.raises(InvalidResponseError, match="no sound.*Sorry"):
            speech.parse(GOOGLE, reply(answer({"text": "Sorry"})), ASKED, SpeechCall("x"))

    @pytest.mark.parametrize("data", [{}, {"data": ""}])
    def test_sound_without_samples_is_none(self, data: dict[str, str]) -> None:
        part = {"inlineData": {"mimeType": "audio/pcm", **data}}
        with pytest.raises(InvalidResponseError, match="no sound"):
            speech.parse(GOOGLE, reply(answer(part)), ASKED, SpeechCall("x"))

    @pytest.mark.parametrize("rate", ["0", "768001", "2400024000", "9" * 5000])
    def test_a_rate_that_no_sound_has_is_refused(self, rate: str) -> None:
        data = {"mimeType": f"audio/L16;rate={rate}", "data": base64.b64encode(b"\1\0").decode()}
        with pytest.raises(InvalidResponseError, match="samples a second"):
            speech.parse(GOOGLE, reply(answer({"inlineData": data})), ASKED, SpeechCall("x"))

    def test_a_key_in_the_word_of_an_error_is_taken_out(self) -> None:
        word = "Incorrect API key provided: sk-canary0123456789abcdef"
        found = error_of({"code": 400, "message": "bad", "status": word})
        assert found.code == "Incorrect API key provided: [redacted]"
        reason = error_of({"message": "bad", "details": [{"reason": word}]})
        assert reason.code == "Incorrect API key provided: [redacted]"


class TestServices:
    FILE = FilePart(b"hello", "text/plain", "a.txt")
    STORED = {
        "name": "files/abc",
        "uri": "https://host/v1beta/files/abc",
        "mimeType": "text/plain",
        "sizeBytes": "5",
        "state": "ACTIVE",
        "createTime": "2026-01-02T03:04:05Z",
    }

    def test_models_page_by_page(self) -> None:
        assert services.PROTOCOL.models is not None
        build, parse = services.PROTOCOL.models.build, services.PROTOCOL.models.parse
        first, second = build(GOOGLE, ListModelsCall(), None), build(GOOGLE, ListModelsCall(), "p2")
        row = {"name": "models/m", "displayName": "M", "inputTokenLimit": 9, "thinking": True}
        page = parse(GOOGLE, reply({"models": [row], "nextPageToken": "p2"}))

        assert (first.method, first.path) == ("GET", "/v1beta/models")
        assert second.query["pageToken"] == "p2" and page.next == "p2"
        (model,) = page.models
        assert (model.id, model.display_name, model.max_input_tokens) == ("m", "M", 9)
        assert model.provider_metadata == {"google": {"thinking": True}}
        assert parse(GOOGLE, reply({})).models == ()

    @pytest.mark.parametrize("body", [{"models": "x"}, {"models": [{}]}])
    def test_what_is_no_list_of_models(self, body: Any) -> None:
        assert services.PROTOCOL.models is not None
        with pytest.raises(InvalidResponseError):
            services.PROTOCOL.models.parse(GOOGLE, reply(body))

    def test_an_upload_in_steps(self) -> None:
        assert services.PROTOCOL.upload is not None
        build, parse = services.PROTOCOL.upload.build, services.PROTOCOL.upload.parse
        call = UploadCall(self.FILE)
        first = build(GOOGLE, call)
        second = parse(GOOGLE, call, reply({}, **{"x-goog-upload-url": "https://host/up?id=1"}))
        third = parse(GOOGLE, call, reply({"file": {**self.STORED, "state": "PROCESSING"}}))
        found = parse(GOOGLE, call, reply(self.STORED))

        assert first.path == "/upload/v1beta/files"
        assert first.json == {"file": {"displayName": "a.txt"}}
        assert first.headers["x-goog-upload-header-content-length"] == "5"
        assert isinstance(second, UploadStep) and isinstance(third, UploadStep)
        assert (second.request.url, second.request.content) == ("https://host/up?id=1", b"hello")
        assert second.request.headers["x-goog-upload-command"] == "upload, finalize"
        assert (third.request.method, third.request.path) == ("GET", "/v1beta/files/abc")
        assert isinstance(found, UploadedFile)
        assert (found.id, found.size) == ("https://host/v1beta/files/abc", 5)
        assert found.created == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        assert found.reference.ids == {"google": "https://host/v1beta/files/abc"}

    def test_a_file_that_cannot_be_used(self) -> None:
        assert services.PROTOCOL.upload is not None
        failed = {**self.STORED, "state": "FAILED", "error": {"message": "broken"}}
        for body in (failed, {"file": {}}, {}):
            with pytest.raises(InvalidResponseError):
                services.PROTOCOL.upload.parse(GOOGLE, UploadCall(self.FILE), reply(body))
