"""Civic Innovation Platform (BMAS): idea competition, prizes, funded projects."""
