"""What the home page gathers from the apps below: what to do now, the last exam, the year."""
