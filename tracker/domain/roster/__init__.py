"""The list of account holders: its columns, its rows, and whom of it an application is about."""
