"""One report of what is shown of reliability: what was measured, when, and on what."""
