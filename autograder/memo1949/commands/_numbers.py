"""Numbers on the command line."""

import argparse


def positive(text: str) -> int:
    """Read a whole number, at least 1; raises argparse.ArgumentTypeError."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"give a whole number, at least 1, not {text!r}")
    return number
