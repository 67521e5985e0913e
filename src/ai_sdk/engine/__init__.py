"""The colour-free half of the engine: prompts, settings, tool calls, steps, output. No I/O."""
