"""What starts, checks and measures the project; no part of what is deployed."""
