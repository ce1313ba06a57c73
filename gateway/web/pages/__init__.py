"""What people open, and what development needs: GraphiQL, plans, saved queries, demo log-in, health."""
