"""Builds the wheel of every part, and looks at what is in it."""
