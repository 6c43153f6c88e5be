"""Grading a class: submissions go to workers, records come back, and one process writes them into the gradebook."""
