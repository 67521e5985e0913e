"""Intents for embeddings, images, speech and transcription."""

from __future__ import annotations

import warnings

from openai import OpenAI

from ai_sdk import (
    FilePart,
    embed,
    embed_many,
    generate_image,
    generate_speech,
    transcribe,
)
from ai_sdk.providers._openai import OpenAIProvider
from ai_sdk.testing import Reply

from .intents import JPEG, PNG, WAV, intent

HEARD = (Reply.transcript("hello"),)
DRAWN = (Reply.images([PNG]),)


@intent
class embedding_of_one:
    def official(client: OpenAI) -> None:
        client.embeddings.create(model="text-embedding-3-small", input=["a sunny day"])

    def ours(openai: OpenAIProvider) -> None:
        embed(openai.embedding("text-embedding-3-small"), "a sunny day")


@intent
class embedding_of_many:
    def official(client: OpenAI) -> None:
        client.embeddings.create(model="text-embedding-3-small", input=["one", "two", "three"])

    def ours(openai: OpenAIProvider) -> None:
        embed_many(openai.embedding("text-embedding-3-small"), ["one", "two", "three"])


@intent
class embedding_of_tokens:
    def official(client: OpenAI) -> None:
        client.embeddings.create(model="text-embedding-3-small", input=[[1, 2, 3], [4, 5]])

    def ours(openai: OpenAIProvider) -> None:
        embed_many(openai.embedding("text-embedding-3-small"), [[1, 2, 3], [4, 5]])


@intent
class embedding_as_floats_shortened:
    def official(client: OpenAI) -> None:
        client.embeddings.create(
            model="text-embedding-3-large",
            input=["a sunny day"],
            encoding_format="float",
            dimensions=8,
            user="u-1",
        )

    def ours(openai: OpenAIProvider) -> None:
        embed(
            openai.embedding("text-embedding-3-large"),
            "a sunny day",
            provider_options=openai.embedding_options(
                encoding_format="float", dimensions=8, user="u-1"
            ),
        )


@intent
class image:
    script = DRAWN

    def official(client: OpenAI) -> None:
        client.images.generate(model="gpt-image-1", prompt="A lighthouse")

    def ours(openai: OpenAIProvider) -> None:
        generate_image(openai.image("gpt-image-1"), "A lighthouse")


@intent
class image_with_settings:
    script = (Reply.images([PNG, PNG]),)

    def official(client: OpenAI) -> None:
        client.images.generate(
            model="gpt-image-1",
            prompt="A lighthouse",
            n=2,
            size="1536x1024",
            quality="high",
            background="transparent",
            output_format="webp",
            output_compression=80,
            moderation="low",
            user="u-1",
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_image(
            openai.image("gpt-image-1"),
            "A lighthouse",
            n=2,
            size="1536x1024",
            provider_options=openai.image_options(
                quality="high",
                background="transparent",
                output_format="webp",
                output_compression=80,
                moderation="low",
                user="u-1",
            ),
        )


@intent
class image_of_an_old_model:
    script = DRAWN

    def official(client: OpenAI) -> None:
        client.images.generate(
            model="dall-e-3",
            prompt="A lighthouse",
            style="vivid",
            size="1024x1024",
            response_format="b64_json",
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_image(
            openai.image("dall-e-3"),
            "A lighthouse",
            size="1024x1024",
            provider_options=openai.image_options(style="vivid"),
        )


@intent
class image_edit:
    script = DRAWN

    def official(client: OpenAI) -> None:
        client.images.edit(
            model="gpt-image-1",
            image=("photo.png", PNG, "image/png"),
            prompt="Add a boat",
            size="1024x1024",
            quality="low",
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_image(
            openai.image("gpt-image-1"),
            "Add a boat",
            images=FilePart(PNG, filename="photo.png"),
            size="1024x1024",
            provider_options=openai.image_options(quality="low"),
        )


@intent
class image_edit_of_several_with_mask:
    script = (Reply.images([PNG, PNG]),)

    def official(client: OpenAI) -> None:
        client.images.edit(
            model="gpt-image-1",
            image=[("a.png", PNG, "image/png"), ("b.jpg", JPEG, "image/jpeg")],
            mask=("mask.png", PNG, "image/png"),
            prompt="Combine",
            n=2,
            input_fidelity="high",
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_image(
            openai.image("gpt-image-1"),
            "Combine",
            images=[FilePart(PNG, filename="a.png"), FilePart(JPEG, filename="b.jpg")],
            mask=FilePart(PNG, filename="mask.png"),
            n=2,
            provider_options=openai.image_options(input_fidelity="high"),
        )


@intent
class image_variation:
    script = (
        Reply.raw(200, {"content-type": "application/json"}, '{"data": [{"b64_json": "iVBO"}]}'),
    )

    def official(client: OpenAI) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of the client's method
            client.images.create_variation(
                model="dall-e-2",
                image=("photo.png", PNG, "image/png"),
                size="256x256",
                response_format="b64_json",
            )

    def ours(openai: OpenAIProvider) -> None:
        generate_image(
            openai.image("dall-e-2"), images=FilePart(PNG, filename="photo.png"), size="256x256"
        )


@intent
class speech:
    def official(client: OpenAI) -> None:
        client.audio.speech.create(model="tts-1", voice="alloy", input="Good morning")

    def ours(openai: OpenAIProvider) -> None:
        generate_speech(openai.speech("tts-1"), "Good morning", voice="alloy")


@intent
class speech_with_settings:
    def official(client: OpenAI) -> None:
        client.audio.speech.create(
            model="gpt-4o-mini-tts",
            voice="coral",
            input="Good morning",
            instructions="Cheerful.",
            response_format="wav",
            speed=1.25,
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_speech(
            openai.speech("gpt-4o-mini-tts"),
            "Good morning",
            voice="coral",
            instructions="Cheerful.",
            output_format="wav",
            speed=1.25,
        )


@intent
class transcription:
    script = HEARD

    def official(client: OpenAI) -> None:
        client.audio.transcriptions.create(
            model="gpt-4o-transcribe", file=("talk.wav", WAV, "audio/wav")
        )

    def ours(openai: OpenAIProvider) -> None:
        transcribe(openai.transcription("gpt-4o-transcribe"), FilePart(WAV, filename="talk.wav"))


@intent
class transcription_with_times:
    script = HEARD

    def official(client: OpenAI) -> None:
        client.audio.transcriptions.create(
            model="whisper-1",
            file=("talk.wav", WAV, "audio/wav"),
            language="en",
            prompt="Ann, Ibsen",
            temperature=0.2,
            response_format="verbose_json",
            timestamp_granularities=["word", "segment"],
        )

    def ours(openai: OpenAIProvider) -> None:
        transcribe(
            openai.transcription("whisper-1"),
            FilePart(WAV, filename="talk.wav"),
            provider_options=openai.transcription_options(
                language="en",
                prompt="Ann, Ibsen",
                temperature=0.2,
                timestamp_granularities=["word", "segment"],
            ),
        )


@intent
class transcription_with_logprobs:
    script = HEARD

    def official(client: OpenAI) -> None:
        client.audio.transcriptions.create(
            model="gpt-4o-mini-transcribe",
            file=("talk.wav", WAV, "audio/wav"),
            include=["logprobs"],
            response_format="json",
            chunking_strategy={"type": "server_vad", "threshold": 0.5},
        )

    def ours(openai: OpenAIProvider) -> None:
        transcribe(
            openai.transcription("gpt-4o-mini-transcribe"),
            FilePart(WAV, filename="talk.wav"),
            provider_options=openai.transcription_options(
                include=["logprobs"],
                response_format="json",
                chunking_strategy={"type": "server_vad", "threshold": 0.5},
            ),
        )


@intent
class translation:
    script = HEARD

    def official(client: OpenAI) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of the client's method
            client.audio.translations.create(
                model="whisper-1", file=("talk.wav", WAV, "audio/wav"), prompt="A talk"
            )

    def ours(openai: OpenAIProvider) -> None:
        transcribe(
            openai.transcription("whisper-1"),
            FilePart(WAV, filename="talk.wav"),
            provider_options=openai.transcription_options(translate=True, prompt="A talk"),
        )
