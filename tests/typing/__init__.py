"""What a user writes, seen by type checkers: `make types`, and `test_typing.py` for mypy."""
