"""How the world comes about, step by step; every choice depends only on the name of what is chosen."""
