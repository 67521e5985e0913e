"""One small file per vendor; each is mostly data. Import the providers from `ai_sdk` itself."""
