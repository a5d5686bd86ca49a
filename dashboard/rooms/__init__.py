"""Rooms: a class at one table, each person in a chair, and the clock with the teacher."""
