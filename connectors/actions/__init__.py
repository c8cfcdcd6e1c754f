"""What changes the directory as a whole: each module holds the verbs of one thing."""
