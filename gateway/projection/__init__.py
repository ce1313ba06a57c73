"""Result tree + Operation -> the client's bytes. Pure."""
