"""The moderators' part of the desk: the queue, one screen for each submission, decisions, the report."""
