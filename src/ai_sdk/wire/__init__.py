"""Wire protocols: pure code between the public types and the JSON that providers speak."""
