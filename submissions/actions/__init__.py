"""What changes a submission: one verb for each."""
