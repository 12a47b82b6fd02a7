"""The demo: a center of invented people, made by acting through the services."""
