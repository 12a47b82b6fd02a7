"""maeum-tracker: the counseling program's records, from application to outcome."""

__version__ = "0.1.0"
