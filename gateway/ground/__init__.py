"""Tools without a domain: errors and codes, JSON, memory, flights."""
