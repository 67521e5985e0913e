"""What stands between a call and its model, without I/O: hooks and the built-in middleware."""
