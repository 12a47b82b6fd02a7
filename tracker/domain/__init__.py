"""The rules. Standard library only: no clock, no database, no framework, no randomness."""
