"""Scripts of the project's tasks."""
