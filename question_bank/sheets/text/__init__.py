"""What the layouts of running text share: cleaned lines, page noise, blocks, and keys at the end of a file."""
