"""One trip to the database per level of a query: a loader for each relation, made when it is first used."""
