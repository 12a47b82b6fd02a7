"""The catalogue of instruments as data: scale names and ranges.

Never items, answers, scoring keys or publisher texts (domain.md section 2). Cut-offs are hints to
look twice, never a diagnosis and never a reason to throw a result away.
"""
