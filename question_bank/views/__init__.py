"""Pages of trainers; organizers may read."""
