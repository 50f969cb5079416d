"""Every word of the screen, in one catalogue per language: Thai first, English second."""
