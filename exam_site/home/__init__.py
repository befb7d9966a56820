"""What the home page gathers from the apps below: first steps, what to do now, the last exam, the year."""
