"""Writing notebooks: byte for byte what `nbformat.writes` gives, without its copies and without validating anew.

Notebooks are the only thing that the grader writes once for each submission, and Python's own encoder falls back to pure
Python when it is to indent.
"""

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat.notebooknode import NotebookNode

_WORDS = {None: "null", True: "true", False: "false"}


def notebook_text(notebook: "NotebookNode") -> str:
    """Return a notebook of format 4 as text, with a line's end at the end. What stands in it must be valid already."""
    metadata = {key: value for key, value in notebook.metadata.items() if key not in ("orig_nbformat", "orig_nbformat_minor", "signature")}
    content = {key: value for key, value in notebook.items() if key not in ("orig_nbformat", "orig_nbformat_minor")}
    return _encoded({**content, "metadata": metadata, "cells": [_cell(cell) for cell in notebook.cells]}, "\n") + "\n"


def html_output(content: str) -> dict:
    """Return what displaying HTML gives, as nbformat has it."""
    return {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "<IPython.core.display.HTML object>", "text/html": content}}


def result_output(value: object, number: int | None) -> dict:
    """Return what a cell gives, number `number`, whose last line has this value."""
    return {"output_type": "execute_result", "metadata": {}, "data": {"text/plain": repr(value)}, "execution_count": number}


def cell_parts(outputs: list[Mapping], source: str) -> str:
    """Return the last two entries of a code cell, as they stand in a notebook's text."""
    inner = "\n   "
    return f'{inner}"outputs": {_encoded([_output(output) for output in outputs], inner)},{inner}"source": {_encoded(_lines(source), inner)}'


def _cell(cell: "NotebookNode") -> dict:
    """Return a cell as it stands in a file: text in lines."""
    written = {**cell, "source": _lines(cell.source)}
    if "trusted" in cell.metadata:
        written["metadata"] = {key: value for key, value in cell.metadata.items() if key != "trusted"}
    if cell.cell_type == "code":
        written["outputs"] = [_output(output) for output in cell.get("outputs", [])]
    return written


def _output(output: Mapping) -> Mapping:
    if output["output_type"] == "stream":
        return {**output, "text": _lines(output["text"])}
    if output["output_type"] == "error":
        return output
    return {**output, "data": {mime: value if mime == "application/json" or mime.endswith("+json") else _lines(value) for mime, value in output["data"].items()}}


def _lines(text: object) -> object:
    return text.splitlines(True) if isinstance(text, str) else text


def _encoded(value: object, end: str) -> str:
    """Return JSON with an indent of one; `end` is a line's end with the indent of where the value stands."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or value is True or value is False:
        return _WORDS[value]
    if type(value) is int:
        return str(value)
    inner = end + " "
    if isinstance(value, dict):
        if not value:
            return "{}"
        return "{" + inner + ("," + inner).join([f"{encode_basestring(key)}: {_encoded(value[key], inner)}" for key in sorted(value)]) + end + "}"
    if isinstance(value, list | tuple):
        if not value:
            return "[]"
        return "[" + inner + ("," + inner).join([_encoded(one, inner) for one in value]) + end + "]"
    return json.dumps(value)
