"""How fast the pages are, as ratios to the same pages on a plain table. See bench/README.md."""
