"""Provider options are typed from the specs' request models: names and values are checked."""

from __future__ import annotations

from ai_sdk import anthropic, azure, generate_text, google, openai


def right() -> None:
    """What each provider takes."""
    high = openai.options(reasoning_effort="high", store=False, service_tier="flex")
    generate_text("openai:gpt-5", prompt="p", provider_options=high | {"google": {}})
    openai.chat_options(logit_bias={"50256": -100}, user="u", strict_json_schema=False)
    openai.embedding_options(dimensions=256)
    openai.image_options(quality="high", output_format="webp")
    openai.transcription_options(timestamp_granularities=["word"])
    azure.options(reasoning_effort="low")
    azure.embedding_options(dimensions=256)
    anthropic.options(cache_control={"type": "ephemeral"})
    anthropic.file_options(expires_in_seconds=60)
    google.options(candidate_count=2, cached_content="cachedContents/1")
    google.embedding_options(output_dimensionality=256)
    google.image_options(add_watermark=False)


def wrong_names() -> None:
    """A misspelt option is an error for both type checkers."""
    openai.options(reasoning_efort="high")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    openai.options(model="gpt-5")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    openai.embedding_options(dimension=256)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    azure.chat_options(usr="u")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    anthropic.options(cache_contol=None)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    google.options(cached_contents="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def wrong_values() -> None:
    """So is a value of the wrong type."""
    openai.options(store="no")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    openai.image_options(n_images=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    openai.embedding_options(dimensions="many")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    anthropic.file_options(expires_in_seconds="soon")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    google.options(candidate_count="two")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
