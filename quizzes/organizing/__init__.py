"""What organizers see and fill in: forms, progress, results, workbooks."""
