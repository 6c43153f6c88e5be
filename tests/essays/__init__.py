"""Written answers that a person marks: the help beside them, and what was left blank."""
