"""One class per page."""
