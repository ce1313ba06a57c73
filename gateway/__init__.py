"""The federation gateway: composes the ministries' subgraphs and answers queries over all of them."""
