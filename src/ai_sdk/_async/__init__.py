"""Everything that does I/O, written asynchronously; `_sync` is its generated twin."""
