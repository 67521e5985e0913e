"""langchain-openai."""

from __future__ import annotations

import os

from .heard import Heard, counted, heard, heard_async
from .wire import MODELS, PROMPT, body


class Langchain:
    """langchain-openai."""

    PROTOCOLS = ("chat", "responses")

    def __init__(self, protocol: str, base: str) -> None:
        os.environ["LANGSMITH_TRACING"] = "false"
        from langchain_openai import ChatOpenAI

        self.settings = {"api_key": "k", "base_url": f"{base}/v1"}
        self.model = ChatOpenAI(
            model=MODELS[protocol],
            max_retries=0,
            stream_usage=True,
            use_responses_api=protocol == "responses",
            **self.settings,
        )

    def unary(self) -> str:
        return self.model.invoke(PROMPT).text

    async def unary_async(self) -> str:
        return (await self.model.ainvoke(PROMPT)).text

    def stream(self) -> Heard:
        return heard(each.text for each in self.model.stream(PROMPT))

    async def stream_async(self) -> Heard:
        return await heard_async(each.text async for each in self.model.astream(PROMPT))

    def tool(self) -> object:
        bound = self.model.bind_tools(body("chat", True, tool=True)["tools"])
        whole = None
        for each in bound.stream(PROMPT):
            whole = each if whole is None else whole + each
        return whole.tool_calls[0]["args"]

    def partial(self) -> tuple[int, object]:
        from .types_of_menu import menu

        schema = menu().model_json_schema()
        bound = self.model.with_structured_output(schema, method="json_schema")
        return counted(bound.stream(PROMPT))

    def embed(self, texts: list[str]) -> list[object]:
        from langchain_openai import OpenAIEmbeddings

        embedder = OpenAIEmbeddings(
            model="text-embedding-3-small",
            check_embedding_ctx_length=False,  # else it fetches a tokenizer
            chunk_size=100,
            **self.settings,
        )
        return embedder.embed_documents(texts)
