"""Federation 1 subgraphs -> what they mean in Federation 2."""
