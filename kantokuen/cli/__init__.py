"""The command line: it may call every room, and loads each only when it is needed."""
