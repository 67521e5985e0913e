"""pydantic-ai: requests to a model without an agent, and an agent where objects are wanted."""

from __future__ import annotations

from .heard import Heard, counted_async, heard, heard_async
from .wire import MODELS, PROMPT, SCHEMA


def _text(event):
    if event.event_kind == "part_delta":
        return event.delta.content_delta
    return event.part.content if event.event_kind == "part_start" else None


class PydanticAI:
    """pydantic-ai."""

    PROTOCOLS = ("chat", "responses", "anthropic", "gemini")

    def __init__(self, protocol: str, base: str) -> None:
        from pydantic_ai import direct
        from pydantic_ai.messages import ModelRequest

        self.direct, self.protocol, self.base = direct, protocol, base
        self.model = self._model()
        self.asked = [ModelRequest.user_text_prompt(PROMPT)]

    def _model(self) -> object:
        name = MODELS[self.protocol]
        if self.protocol == "anthropic":
            from pydantic_ai.models.anthropic import AnthropicModel
            from pydantic_ai.providers.anthropic import AnthropicProvider

            return AnthropicModel(name, provider=AnthropicProvider(api_key="k", base_url=self.base))
        if self.protocol == "gemini":
            from pydantic_ai.models.google import GoogleModel
            from pydantic_ai.providers.google import GoogleProvider

            return GoogleModel(name, provider=GoogleProvider(api_key="k", base_url=self.base))
        from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel

        model = OpenAIResponsesModel if self.protocol == "responses" else OpenAIChatModel
        return model(name, provider=self._openai())

    def _openai(self) -> object:
        from pydantic_ai.providers.openai import OpenAIProvider

        return OpenAIProvider(api_key="k", base_url=f"{self.base}/v1")

    def unary(self) -> str:
        return self.direct.model_request_sync(self.model, self.asked).parts[0].content

    async def unary_async(self) -> str:
        return (await self.direct.model_request(self.model, self.asked)).parts[0].content

    def stream(self) -> Heard:
        with self.direct.model_request_stream_sync(self.model, self.asked) as events:
            return heard(map(_text, events))

    async def stream_async(self) -> Heard:
        async with self.direct.model_request_stream(self.model, self.asked) as events:
            return await heard_async(_text(event) async for event in events)

    async def tool_async(self) -> object:
        from pydantic_ai.models import ModelRequestParameters
        from pydantic_ai.tools import ToolDefinition

        tool = ToolDefinition(name="save", description="", parameters_json_schema=SCHEMA)
        asked = {"model_request_parameters": ModelRequestParameters(function_tools=[tool])}
        async with self.direct.model_request_stream(self.model, self.asked, **asked) as events:
            async for _ in events:
                pass
            return events.get().parts[0].args_as_dict()

    async def typed_async(self) -> tuple[int, object]:
        """Partial objects appear as whole items are complete, so fewer of them than deltas."""
        from pydantic_ai import Agent, NativeOutput

        from .types_of_menu import menu

        agent = Agent(self.model, output_type=NativeOutput(menu()))
        async with agent.run_stream(PROMPT) as run:
            count, last = await counted_async(run.stream_output(debounce_by=None))
        return count, last.model_dump()

    async def embed_async(self, texts: list[str]) -> list[object]:
        from pydantic_ai import Embedder
        from pydantic_ai.embeddings.openai import OpenAIEmbeddingModel

        model = OpenAIEmbeddingModel("text-embedding-3-small", provider=self._openai())
        embedder, vectors = Embedder(model), []
        for start in range(0, len(texts), 100):
            done = await embedder.embed_documents(texts[start : start + 100])
            vectors += done.embeddings
        return vectors
