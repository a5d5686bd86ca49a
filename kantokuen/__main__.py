"""`python -m kantokuen` is the command line."""

from kantokuen.cli.app import main

if __name__ == "__main__":
    main()
