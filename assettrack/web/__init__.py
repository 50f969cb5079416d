"""The pages that a phone opens from a label: a face like the terminal's, served on the office's own network."""
