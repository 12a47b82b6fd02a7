"""The list of account holders: brought, checked, confirmed, looked into, and destroyed."""
