"""Other planners as judges of ours: development only."""
