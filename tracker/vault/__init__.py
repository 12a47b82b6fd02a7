"""The safe: cryptography only. It knows no table and no page (see docs/adr and design in keys)."""
