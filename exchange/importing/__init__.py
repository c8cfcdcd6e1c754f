"""Entries from files: read, resolve, compare, write. `run.import_file` is the way in."""
