"""This library through its public functions, as its documentation shows them."""

from __future__ import annotations

from collections.abc import Callable

from .heard import Heard, counted, counted_async, heard, heard_async
from .wire import MODELS, PROMPT, SCHEMA


def _item() -> type:
    from dataclasses import make_dataclass

    fields = [("name", str), ("minutes", int), ("steps", list[str]), ("id", int)]
    return make_dataclass("Menu", [("items", list[make_dataclass("Item", fields)])])


class Ours:
    """The default installation."""

    PROTOCOLS = ("chat", "responses", "anthropic", "gemini")

    def __init__(self, protocol: str, base: str) -> None:
        self.protocol, self.base = protocol, base
        self.model = self._model()

    def _model(self) -> object:
        name = MODELS[self.protocol]
        if self.protocol == "anthropic":
            from ai_sdk import create_anthropic

            return create_anthropic(base_url=f"{self.base}/v1", api_key="k")(name)
        if self.protocol == "gemini":
            from ai_sdk import create_google

            return create_google(base_url=f"{self.base}/v1beta", api_key="k")(name)
        from ai_sdk import create_openai

        provider = create_openai(base_url=f"{self.base}/v1", api_key="k")
        return provider.chat(name) if self.protocol == "chat" else provider.responses(name)

    def unary(self) -> str:
        from ai_sdk import generate_text

        return generate_text(self.model, prompt=PROMPT).text

    async def unary_async(self) -> str:
        from ai_sdk import aio

        return (await aio.generate_text(self.model, prompt=PROMPT)).text

    def stream(self) -> Heard:
        from ai_sdk import stream_text

        with stream_text(self.model, prompt=PROMPT) as stream:
            return heard(stream.text_stream)

    async def stream_async(self) -> Heard:
        from ai_sdk import aio

        async with aio.stream_text(self.model, prompt=PROMPT) as stream:
            return await heard_async(stream.text_stream)

    def tool(self) -> object:
        from ai_sdk import stream_text, tool

        save = tool(name="save", input_schema=SCHEMA)
        with stream_text(self.model, prompt=PROMPT, tools=[save]) as stream:
            return stream.result().tool_calls[0].input

    async def tool_async(self) -> object:
        from ai_sdk import aio, tool

        save = tool(name="save", input_schema=SCHEMA)
        async with aio.stream_text(self.model, prompt=PROMPT, tools=[save]) as stream:
            return (await stream.result()).tool_calls[0].input

    def _partials(self, output: object) -> tuple[int, object]:
        from ai_sdk import stream_text

        with stream_text(self.model, prompt=PROMPT, output=output) as stream:
            count, _ = counted(stream.partial_output_stream)
            return count, stream.result().output

    async def _partials_async(self, output: object) -> tuple[int, object]:
        from ai_sdk import aio

        async with aio.stream_text(self.model, prompt=PROMPT, output=output) as stream:
            count, _ = await counted_async(stream.partial_output_stream)
            return count, (await stream.result()).output

    def partial(self) -> tuple[int, object]:
        from ai_sdk import Output

        return self._partials(Output.json())

    async def partial_async(self) -> tuple[int, object]:
        from ai_sdk import Output

        return await self._partials_async(Output.json())

    def typed(self) -> tuple[int, object]:
        from dataclasses import asdict

        from ai_sdk import Output

        count, menu = self._partials(Output.object(_item()))
        return count, asdict(menu)

    async def typed_async(self) -> tuple[int, object]:
        from dataclasses import asdict

        from ai_sdk import Output

        count, menu = await self._partials_async(Output.object(_item()))
        return count, asdict(menu)

    def _embedder(self) -> object:
        from ai_sdk import create_openai, evolve

        provider = create_openai(base_url=f"{self.base}/v1", api_key="k")
        return evolve(provider.embedding("bench"), max_embeddings_per_call=100)

    def embed(self, texts: list[str]) -> list[object]:
        from ai_sdk import embed_many

        return embed_many(self._embedder(), texts).embeddings

    async def embed_async(self, texts: list[str]) -> list[object]:
        from ai_sdk import aio

        return (await aio.embed_many(self._embedder(), texts)).embeddings

    def history(self, size: int) -> Callable[[], str]:
        """A call with that many messages before it."""
        from ai_sdk import AssistantMessage, UserMessage, generate_text

        turns = [UserMessage("Tell me more."), AssistantMessage("There is more to tell.")]
        messages = [turns[number % 2] for number in range(size - 1)] + [turns[0]]
        return lambda: generate_text(self.model, messages=messages).text

    def tools(self, size: int) -> Callable[[], str]:
        """A call that offers that many tools."""
        from ai_sdk import generate_text, tool

        def look_up(name: str, minutes: int) -> str:
            """Look something up."""
            return name * minutes

        tools = {f"look_up_{number}": tool(look_up) for number in range(size)}
        return lambda: generate_text(self.model, prompt=PROMPT, tools=tools).text


class Fast(Ours):
    """With the fast engine in the whole process, as its users may ask for it."""

    def __init__(self, protocol: str, base: str) -> None:
        import os

        os.environ["AI_SDK_ENGINE"] = "fast"
        super().__init__(protocol, base)
