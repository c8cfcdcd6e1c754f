"""Changing many entries at once: what, which, how far it is, and what it did."""
