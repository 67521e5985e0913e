"""The TypeScript SDK as an oracle: the same conversations, held by both libraries."""
