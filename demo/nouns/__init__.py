"""The nouns of the demo world: frozen, the same for all services that will show them."""
