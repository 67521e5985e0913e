"""Our specs against what the providers publish: what was added, removed, retyped, and for whom."""
