"""Tables that somebody brings as a file: read row by row, and refused in a sentence."""
