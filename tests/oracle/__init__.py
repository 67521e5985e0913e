"""The official client as an oracle."""
