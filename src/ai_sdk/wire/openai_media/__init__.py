"""OpenAI's protocols for embeddings, images, speech and transcription: one module each."""
