from commitments import log_actions  # noqa: F401 - registers its hooks
