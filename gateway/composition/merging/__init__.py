"""Merges subgraphs, element by element, into the supergraph of the join specification."""
