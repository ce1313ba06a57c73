"""Whether strangers can stop the gateway: hostile documents beside honest ones, over real HTTP."""
