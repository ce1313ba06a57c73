"""Demo data: one deterministic world of all four services, written as CSV files that each service loads for itself."""
