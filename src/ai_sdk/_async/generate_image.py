"""`generate_image`: pictures from words, edits and variations of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..concurrency import async_ as cc
from ..engine.generation import image_call, image_result, shares
from ..engine.media import MediaSettings, media_setup
from ..engine.media_telemetry import MediaTelemetry
from ..engine.settings import check_count
from ..types._value import evolve
from .media_binding import AsyncBoundMedia

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..engine.media_files import ImageInput, ImagesInput
    from ..types.call import ImageModelResult
    from ..types.models import ImageModel
    from ..types.results import ImageResult
    from .http.client import AsyncHTTPClient

__all__ = ["generate_image"]


async def generate_image(
    model: str | ImageModel,
    prompt: str | None = None,
    *,
    n: int = 1,
    size: str | None = None,
    aspect_ratio: str | None = None,
    seed: int | None = None,
    images: ImagesInput = (),
    mask: ImageInput | None = None,
    max_images_per_call: int | None = None,
    max_parallel_calls: int = 4,
    client: AsyncHTTPClient | None = None,
    **settings: Unpack[MediaSettings],
) -> ImageResult:
    """Draw images, edit some, or (with images and no prompt) make variations of one.

    Args:
        model: "provider:model-id" or a model handle.
        prompt: what to draw, or what to change.
        n: how many images.
        size: "WIDTHxHEIGHT" in pixels, or a word of the provider such as "auto".
        aspect_ratio: "WIDTH:HEIGHT", for providers that go by it.
        seed: makes results repeatable, where supported.
        images: the image or images to edit or vary: bytes, paths, URLs, base64, file ids, parts.
        mask: an image that marks by transparency what may change.
        max_images_per_call: how many images to ask for at once; the model's limit by default.
        max_parallel_calls: how many calls may run at once.
        client: the HTTP client to use; the shared default one otherwise.
        **settings: see `MediaSettings`; each call has its own retries, `timeout` holds for all.

    Returns:
        The result: `image`, `images` (with `bytes` and `media_type`), `usage`, `warnings`, ...

    Raises:
        InvalidArgumentError: An argument is wrong; nothing was sent.
        NoImageGeneratedError: The provider sent no image.
        APICallError: The provider answered with an error.
        APIConnectionError: No usable answer came, or a time limit passed.

    Example:
        >>> result = generate_image("openai:gpt-image-1", "A lighthouse at dusk", size="1024x1024")
        >>> Path("lighthouse.png").write_bytes(result.image.bytes)
    """
    setup = media_setup(settings)
    check_count("max_images_per_call", max_images_per_call, 1)
    check_count("max_parallel_calls", max_parallel_calls, 1)
    whole = image_call(
        prompt,
        n=n,
        size=size,
        aspect_ratio=aspect_ratio,
        seed=seed,
        images=images,
        mask=mask,
        setup=setup,
    )
    bound = AsyncBoundMedia(model, "image", setup, client)
    driver = bound.driver()

    async def one(share: int) -> ImageModelResult:
        result: ImageModelResult = await driver.generate(evolve(whole, n=share), bound.control)
        return result

    with MediaTelemetry(setup.telemetry, "generate_image", bound.model, prompt) as seen:
        results = await cc.map_all(
            one,
            shares(n, max_images_per_call or bound.model.max_images_per_call),
            limit=max_parallel_calls,
            cancel=setup.control.cancel,
        )
        drawn = image_result(results, setup)
        seen.ended(drawn.usage)
    return drawn
