"""Where clients come in: GraphQL over HTTP, GraphiQL, health."""
