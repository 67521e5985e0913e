"""Wire modules for somebody else's package, from any description of an API."""
