"""The desks: one function is one whole act of one person."""
