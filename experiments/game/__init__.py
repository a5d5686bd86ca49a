"""The game: a person sits in one chair, decides with what that office knew, and sees what came of it."""
