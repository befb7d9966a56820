"""Schemes: what an office asks of its people, as data, and how each duty stands. No Django, no database."""
