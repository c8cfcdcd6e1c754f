"""Entries out: exactly the current result of the directory, in rank order, as CSV, XLSX, JSON or Atom."""
