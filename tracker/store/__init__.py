"""The shelves: typed models and queries. Constraints yes, decisions no."""
