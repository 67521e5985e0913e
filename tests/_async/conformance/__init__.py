"""One named test for each behaviour of the AI SDK that this library keeps or knowingly changes.

Write the script once, mark the test with one of the ways of `tests.ways`, and run it with `run`;
name it after its behaviour: `test_behaviour_07_default_loop_is_one_step`.
"""
