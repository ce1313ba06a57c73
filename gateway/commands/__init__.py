"""What ``python -m gateway`` can be told to do; each command is a function that returns its exit code."""
