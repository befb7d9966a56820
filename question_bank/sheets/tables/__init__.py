"""What the layouts of tables share: columns, rows made into drafts, and codes in place of type names."""
