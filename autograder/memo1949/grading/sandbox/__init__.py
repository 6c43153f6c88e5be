"""Where a student's code runs: a warm Python behind walls, forked for each submission, that gives back outputs and data."""
