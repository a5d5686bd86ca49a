"""Lessons: packs for a class as data, told in a language, and printed as one file."""
