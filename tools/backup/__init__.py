"""Backups of each house's own data, and the way back: `make backup`, `make restore`."""
