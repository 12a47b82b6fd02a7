"""Presenters: what a template receives. Templates compute nothing."""
