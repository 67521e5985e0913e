"""A text transform applied alike to streamed answers and to whole ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..engine.assemble import Assembler
from ..types._value import evolve
from ..types.content import TextPart
from ..types.stream_parts import TextDelta, TextEnd, TextStart
from .base import PureMiddleware

if TYPE_CHECKING:
    from ..types.call import ModelResult
    from .base import CallContext, PartTransform

__all__ = ["TextMiddleware", "result_through"]


class TextMiddleware(PureMiddleware):
    """Middleware whose whole work is `stream_transform`: plain results go through it as well, so
    that both ways of asking have the same answer."""

    def transform_result(self, result: ModelResult, context: CallContext) -> ModelResult:
        """The result whose texts went through the transform."""
        transform = self.stream_transform(context)
        return result if transform is None else result_through(result, transform)


def result_through(result: ModelResult, transform: PartTransform) -> ModelResult:
    """`result` with each of its texts played through the transform."""
    content: list[Any] = []
    for place, part in enumerate(result.content):
        if not isinstance(part, TextPart):
            content.append(part)
            continue
        assembler = Assembler()
        for played in _played(part, str(place)):
            assembler.feed(transform.feed(played))
        content.extend(_with_options(part, assembler.content()))
    rest = Assembler()
    rest.feed(transform.finish())
    return evolve(result, content=(*content, *rest.content()))


def _played(part: TextPart, block: str) -> Iterator[Any]:
    yield TextStart(block, part.provider_metadata)
    yield TextDelta(block, part.text)
    yield TextEnd(block)


def _with_options(part: TextPart, made: Iterable[Any]) -> list[Any]:
    options = part.provider_options
    if not options:
        return list(made)
    return [
        evolve(item, provider_options=options) if isinstance(item, TextPart) else item
        for item in made
    ]
