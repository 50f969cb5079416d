"""Widgets of ours: what a stock one cannot do."""
