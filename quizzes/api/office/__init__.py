"""The exams of an office, for the programs of those who run them."""
