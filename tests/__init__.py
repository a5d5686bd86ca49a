"""The tests: a folder beside each room of the code, and what they share in ``tests.support``."""
