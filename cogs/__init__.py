"""What people meet in Discord: one folder per feature."""
