"""Whether the graph stays up while what can happen to it happens: `make judge-operation`."""
