"""The verbs of the command `memo1949`, one module each.

A module's docstring begins with the line that `memo1949 --help` shows; it has
`add_arguments(parser)` and `run(args) -> int`, and imports what is heavy inside `run`.
"""
