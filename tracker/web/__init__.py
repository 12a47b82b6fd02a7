"""The front door: asks and shows. No SQL, no rules, no keys."""
