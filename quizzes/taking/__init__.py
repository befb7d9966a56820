"""Taking an exam: the hot path. Here a save is one guarded statement and the server's clock decides."""
