"""The UI message stream: what a chat in a browser reads and sends, as plain JSON data.

The protocol is that of the AI SDK for TypeScript (`useChat` and its like), version v1: chunks of a
message on the way to the browser, UI messages on the way back. Everything here is colour-free.
"""
