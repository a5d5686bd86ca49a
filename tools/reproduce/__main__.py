"""`python -m tools.reproduce`: make anew what the manual shows, and say what changed."""

import sys

from tools.reproduce.command import main

if __name__ == "__main__":
    sys.exit(main())
