"""Recorded provider traffic, replayed: records, independent walks, request readers, comparison."""
