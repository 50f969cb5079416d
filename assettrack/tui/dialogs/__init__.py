"""Questions that a screen asks before it acts."""
