"""Paper: documents drawn from frozen data classes.

No query, no clock, no file name; below it, forms knows only ``assettrack.thai``.
"""
