"""Pages, by what they concern."""
