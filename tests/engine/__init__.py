"""A real inference engine with a tiny random model."""
