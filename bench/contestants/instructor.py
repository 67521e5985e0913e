"""instructor, which makes objects and nothing else."""

from __future__ import annotations

from .heard import counted
from .wire import PROMPT, body


class Instructor:
    """instructor over openai."""

    PROTOCOLS = ("chat",)

    def __init__(self, protocol: str, base: str) -> None:
        import instructor
        import openai

        self.openai = openai.OpenAI(api_key="k", base_url=f"{base}/v1", max_retries=0)
        self.client = instructor.from_openai(self.openai, mode=instructor.Mode.JSON)

    def typed(self) -> tuple[int, object]:
        from .types_of_menu import menu

        shown = self.client.chat.completions.create_partial(
            model="gpt-4o",
            messages=[{"role": "user", "content": PROMPT}],
            response_model=menu(),
            max_retries=0,
        )
        count, last = counted(shown)
        return count, last.model_dump()

    def first(self) -> str:
        """A first reply, which is not its trade: that of the client that it wraps."""
        reply = self.openai.chat.completions.create(**body("chat", False))
        return reply.choices[0].message.content
