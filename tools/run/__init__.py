"""`make run`: PostgreSQL, the four subservices and the gateway as separate processes, watched until the end."""
