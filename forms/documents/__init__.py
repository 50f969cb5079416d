"""One document a module: its data class, ``sample()`` with the longest plausible values, and ``render()``."""
