"""Tests of the instructor's desk: lists of a class, archives of uploads, tables of marks."""
