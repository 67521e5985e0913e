"""Benchmarks of the library: CPU time of this process, as ratios in one interleaved run."""
