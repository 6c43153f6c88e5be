"""What graders run: keys, marks, the nbgrader settings, feedback and reports."""
