"""How the world becomes the tables of each service."""
