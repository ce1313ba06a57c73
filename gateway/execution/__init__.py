"""Plan + answers -> result tree: which fetches are ready, what came, merging, nulls, errors. No I/O."""
