"""Fuzzing: each parser of the library against damaged input, and a property that must hold.

`python -m tests.fuzz` runs every target and prints a table. A target is a `Target` in `targets/`:
it makes inputs by composing valid documents and damaging them, and checks each one against a
naive reference, a round trip or another cut of the same bytes. `judge.py` counts, `growth.py` looks
for work that grows faster than its input, `drivers.py` makes the inputs.
"""
