"""What an import of many rows costs."""
