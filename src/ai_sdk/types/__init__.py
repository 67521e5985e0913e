"""Public values: frozen, and the same in both colours."""
