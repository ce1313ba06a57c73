"""How fast matching is: the index alone, a match as a whole, and the service over HTTP; see __main__.py."""
