"""The pages of the journey as forms."""
