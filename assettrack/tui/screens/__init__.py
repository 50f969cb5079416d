"""One screen a column of the office's work."""
