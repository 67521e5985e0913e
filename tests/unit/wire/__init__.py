"""Tests of the wire protocols: pure functions, no sockets."""
