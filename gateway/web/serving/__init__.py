"""Processes, sockets and connections: what stands between the port and the application."""
