"""A new supergraph without a failed request: a steward reads, composes and checks it, the workers swap it whole."""
