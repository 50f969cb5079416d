"""assettrack: the asset register and lending desk of a Thai local government, in a terminal."""
