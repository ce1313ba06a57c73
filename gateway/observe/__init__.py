"""What happens, told to whoever wants to count or trace it."""
