"""The spine: from a request to its answer."""
