"""The only room that speaks SQL. Statements stand in ``../sql``; what comes back are the frozen rows of ``rows``."""
