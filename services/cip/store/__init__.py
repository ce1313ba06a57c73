"""The only room that speaks SQL. Every function is one trip to the database and gives frozen rows back."""
