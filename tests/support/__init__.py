"""What several tests share; imported as ``tests.support``, by tests and by the processes that they start."""
