"""What the gateway tells its operator of single requests: a log that programs can read, and traces."""
