"""The declarations of the levers, by subject, and the checks on values given to them."""
