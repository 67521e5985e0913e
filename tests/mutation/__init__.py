"""Mutation testing: small changes to the code, one at a time, that the tests must notice.

`python -m tests.mutation` runs every target (`targets.py`), `python -m tests.mutation sse` one.
`changes.py` says what is changed, `mutants.py` finds the places, `trial.py` runs the tests on one
changed module in a forked process, `__main__.py` counts. `equivalent.toml` names the mutants that
no test can tell from the code, each with its reason; one that is not there any more, or that a test
kills after all, is reported and fails the run.

A driver of our own, because the library keeps its code below `src/`, in two colours and partly in
decorated functions and attrs classes: mutmut 3.8 leaves those and module constants out, and wraps
each function, which hypothesis takes for several executors of one test.
"""
