"""The only room that speaks SQL: the relations between rows, the lists that hang on none, and the rows, frozen."""
