"""What held the loop of a gateway that runs: collections of garbage, other threads, or its own work."""
