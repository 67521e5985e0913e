"""Who takes part: for each library the least code that a user of it would write.

A module has one or several classes of contestants. A contestant is made for a protocol and a base
URL; its methods, of which it has those that its library can do, are

- `unary()`: the text of a whole answer
- `stream()`: `Heard`, how many deltas and characters of text came
- `tool()`: the arguments of a streamed tool call, parsed
- `partial()`: how many partial objects came, and the last of them as plain data
- `typed()`: the same, where the library validates each partial object against the type
- `embed(texts)`: a vector for each text

and the same with `_async` after the name. Modules import their library where they use it, so that
a fresh process that makes one call imports only what that call needs.
"""
