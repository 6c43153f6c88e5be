"""`python -m memo1949`: the same as the command `memo1949`."""

import sys

from memo1949.cli import main

if __name__ == "__main__":
    sys.exit(main())
