"""Development only, not shipped: generates wire models from specs and sync twins from async code."""
