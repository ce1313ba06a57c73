"""What several gateways, or several workers of one, have in common: documents, rates, answers for bad times."""
