"""Outputs from the sandbox as nbformat's: whatever else a hostile process sends is left out."""

from nbformat.notebooknode import NotebookNode, from_dict

from .writing import html_output, result_output

_MOST, _DEEPEST = 2_000, 60


def cleaned(outputs: object, number: int) -> list[NotebookNode]:
    """Return well-formed outputs of cell number `number`; what is not well-formed is dropped."""
    found = [_one(output, number) for output in (outputs if isinstance(outputs, list) else [])[:_MOST]]
    return [output for output in found if output is not None]


def _one(output: object, number: int) -> NotebookNode | None:
    if not isinstance(output, dict):
        return None
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return _output("stream", name=name, text=_text(output.get("text")))
    if kind == "error":
        lines = output.get("traceback")
        lines = [_text(line) for line in lines] if isinstance(lines, list) else []
        return _output("error", ename=_text(output.get("ename")), evalue=_text(output.get("evalue")), traceback=lines)
    if kind in ("display_data", "execute_result"):
        data, metadata = _shallow(output.get("data")), _shallow(output.get("metadata"))
        forms = {str(mime): value if str(mime).endswith("json") else _text(value) for mime, value in data.items()}
        extra = {"execution_count": number} if kind == "execute_result" else {}
        return _output(kind, data=from_dict(forms), metadata=from_dict(metadata), **extra)
    return None


def _shallow(value: object) -> dict:
    """Return a dictionary; an empty one for what is none, or is nested deeper than a notebook can be written."""
    inner = [value]
    for _ in range(_DEEPEST):
        inner = [part for one in inner if isinstance(one, dict | list) for part in (one.values() if isinstance(one, dict) else one)]
        if not inner:
            return value if isinstance(value, dict) else {}
    return {}


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if not value.isascii() else value
    return "".join(part for part in value if isinstance(part, str)) if isinstance(value, list) else "" if value is None else str(value)


def error(name: str, message: str) -> NotebookNode:
    """Return an error of ours as an output, in one line."""
    return _output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])


def html(content: str) -> NotebookNode:
    """Return what displaying HTML gives."""
    return from_dict(html_output(content))


def result(value: object, number: int) -> NotebookNode:
    """Return what a cell whose last line has this value gives."""
    return from_dict(result_output(value, number))


def _output(kind: str, **parts: object) -> NotebookNode:
    """Return an output that is valid by the way it is made; nbformat's own function checks each against the schema."""
    return from_dict({"output_type": kind, **parts})
