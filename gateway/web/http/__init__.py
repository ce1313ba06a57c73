"""GraphQL over HTTP: what a client says, and the answer with its status and headers."""
