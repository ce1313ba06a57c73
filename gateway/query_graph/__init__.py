"""The graph of the supergraph and the path search; used by planning and by the satisfiability check. Pure."""
