"""Long runs: many cancels, many processes, bombs, many streams; and the small versions of them.

`python -m tests.endurance` runs everything at full size and prints tables; `--small` takes a
minute. The server is in a process of its own, so that what is counted here is the client's.
"""
