"""What an exam puts on paper, from its tables to documents that become PDF or Word."""
