"""Checks of what an entry says, for who writes it: a registry, the rules, and the pages that show them."""
