"""Statuses of commitments that wait for a second person: the list, and deciding on many at once."""
