"""`python -m bench.long_streams`: what a process holds while a long stream is read.

Each length is read in a process of its own; "beyond text" is the growth of its largest size from
the first delta to the result, less the text itself. Making the result joins the text, which holds
it twice for a moment.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

LENGTHS = (10_000, 100_000, 1_000_000)


def _peak_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def read(url: str, deltas: int) -> None:
    """Read one stream and print: deltas, characters, KiB grown, CPU microseconds per delta."""
    from ai_sdk import create_openai, stream_text

    model = create_openai(base_url=f"{url}/v1", api_key="k").chat(f"stream-{deltas}")
    characters = 0
    with stream_text(model, prompt="x") as stream:
        texts = iter(stream.text_stream)
        characters += len(next(texts))
        before, began = _peak_kib(), time.process_time()
        for text in texts:
            characters += len(text)
        result = stream.result()
    assert len(result.text) == characters
    spent = (time.process_time() - began) / deltas * 1e6
    print(deltas, characters, _peak_kib() - before, f"{spent:.1f}")


def main() -> None:
    """Print one line for each length."""
    from .measure import server

    with server() as url:
        for deltas in LENGTHS:
            command = [sys.executable, "-m", "bench.long_streams", url, str(deltas)]
            shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            count, characters, grown, micros = shown.split()
            text = int(characters) / 1024
            print(
                f"{'long stream':22} MB  {int(count):9,} deltas  text {text / 1024:6.2f}  "
                f"grown {int(grown) / 1024:6.2f}  beyond text {(int(grown) - text) / 1024:6.2f}  "
                f"{micros} us/delta"
            )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        read(sys.argv[1], int(sys.argv[2]))
    else:
        main()
