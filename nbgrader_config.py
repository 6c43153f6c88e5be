"""nbgrader's settings for this directory, an ordinary nbgrader course: source/, release/, submitted/, autograded/, feedback/.

nbgrader reads this file when it is started here. `memo1949 course DIR` puts a copy into another course directory.
"""

from pathlib import Path

from memo1949.grading.nbgrader import configure

c = get_config()  # noqa: F821 - nbgrader gives this file the name

c.CourseDirectory.course_id = "memo1949"

# Our own steps: an answer that a person must judge is queued for that person, what a student deleted is put back in
# its place, feedback is a page that opens offline and shows no hidden test, and formgrader shows rubric, sample answers
# and checked quotations beside an essay.
configure(c)
c.OverwriteCells.add_missing_cells = True

# Answers lie in answers.json beside the notebook. One left behind in source/ must never replace a student's.
c.Autograde.exclude_overwriting = {unit.name: ["answers.json"] for unit in Path(__file__).parent.glob("source/*")}
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", ".DS_Store", ".answers*"]

# release/ is generated and never edited, so generating it anew needs no --force.
c.GenerateAssignment.force = True

# What stands in place of a solution. nbgrader's own also raises an error, which would stop "Run All Cells" there, and the
# questions and the seal behind it would not come up.
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE"}

# Time for one cell, and for a kernel to start, in seconds: enough for a slow machine that imports pandas.
c.Execute.timeout = 60
c.Execute.startup_timeout = 120

# A library's warning on stderr would turn a passed test into 0 points.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"\w+Warning: "

# Late work. A deadline is set in formgrader, with the pencil beside the assignment, or by
#   nbgrader db assignment add mediation --duedate "2027-03-01 23:59 UTC"
# What lateness costs is nbgrader's LateSubmissionPlugin's to say: nothing, unless it is told to take everything off,
# c.LateSubmissionPlugin.penalty_method = "zero"
# or so many percent of the score for each day begun:
# c.AssignLatePenalties.plugin_class = "memo1949.grading.nbgrader.latedays.LateDays"
# c.LateDays.percent_a_day = 10

# Yours to set, for example:
# c.CourseDirectory.db_url = "postgresql+psycopg://user@host/gradebook"
# c.Exchange.root = "/srv/nbgrader/exchange"
