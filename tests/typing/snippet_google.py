"""Google's handles and options."""

from __future__ import annotations

from ai_sdk import (
    EmbeddingModel,
    ImageModel,
    LanguageModel,
    SpeechModel,
    create_google,
    create_google_vertex,
    generate_text,
    google,
    google_vertex,
)


def handles() -> None:
    """Every handle is a model of its kind."""
    language: LanguageModel = google("gemini-3-pro-preview")
    language = google_vertex("gemini-2.5-flash")
    embedding: EmbeddingModel = google.embedding("gemini-embedding-001")
    image: ImageModel = google_vertex.image("imagen-4.0-generate-001")
    speech: SpeechModel = google.speech("gemini-2.5-flash-preview-tts")
    print(language.model_id, embedding.provider, image, speech)


def providers() -> None:
    """Providers of one's own."""
    generate_text(create_google(api_key=lambda: "k")("gemini-2.5-flash"), prompt="p")

    async def token() -> str:
        return "ya29"

    vertex = create_google_vertex(project="p", location="eu", token=token)
    generate_text(vertex("gemini-2.5-flash"), prompt="p")
    create_google_vertex(project=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def options() -> None:
    """Provider options are typed by name, at any depth."""
    some = google.options(
        thinking_config={"thinking_budget": 0, "include_thoughts": False},
        safety_settings=[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"}],
        response_modalities=["TEXT", "IMAGE"],
        speech_config={"language_code": "en-GB"},
        schema_mode="json-schema",
        allowed_function_names=["weather"],
    )
    generate_text(google("gemini-2.5-flash"), prompt="p", provider_options=some)
    google.embedding_options(task_type="CLUSTERING", output_dimensionality=256)
    google.image_options(person_generation="allow_adult")
    google.speech_options(speakers={"Joe": "Puck"})
    google.options(labls={})  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    google.options(thinking_config={"thinking_budget": "all"})  # type: ignore[typeddict-item]  # pyright: ignore[reportArgumentType]
