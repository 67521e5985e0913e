"""Tests of the asynchronous side; their synchronous twins are generated."""
