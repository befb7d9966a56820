"""What this app puts on paper."""
