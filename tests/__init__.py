"""The tests of `ai_sdk`."""
