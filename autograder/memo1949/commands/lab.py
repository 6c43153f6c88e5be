"""Open the lessons and assignments in JupyterLab, with the settings they need.

Copies the notebooks into a folder of your own first; what lies there already is never overwritten.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

SETTINGS = Path(__file__).parents[1] / "classroom" / "widgets" / "jupyter"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder and what is passed on to JupyterLab."""
    parser.add_argument("folder", nargs="?", default="memo1949", metavar="DIR", help="where to work (default: ./memo1949)")
    parser.add_argument("--no-browser", action="store_true", help="start the server and print its address, open no browser")
    parser.add_argument("--port", type=int, help="the port to listen on (default: 8888, or the next free one)")
    parser.epilog = "Options after -- are passed on to JupyterLab: memo1949 lab -- --ServerApp.ip=0.0.0.0"
    _keep_apart_what_follows_two_dashes(parser)


def run(args: argparse.Namespace) -> int:
    """Copy what is missing, then run JupyterLab until it is stopped."""
    folder = Path(args.folder).resolve()
    if folder.exists() and not folder.is_dir():
        print(f"memo1949: {folder} is a file. Name a folder to work in: memo1949 lab DIR", file=sys.stderr)
        return 2
    copied, kept = fill(folder)
    print(f"{folder}: {copied} files copied, {kept} kept as they were.", file=sys.stderr)

    os.environ.update(environment())  # before Jupyter is imported: it reads its paths only once
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(argv=[*options(folder, args.no_browser, args.port), *args.extra])
    return 0


def _keep_apart_what_follows_two_dashes(parser: argparse.ArgumentParser) -> None:
    """Put the words after "--" into `extra`: argparse would take the first of them for DIR, or none of them at all."""
    parse = parser.parse_known_args

    def parse_what_stands_before(args: list[str], namespace: argparse.Namespace | None = None) -> tuple[argparse.Namespace, list[str]]:
        at = args.index("--") if "--" in args else len(args)
        parsed, unknown = parse(args[:at], namespace)
        parsed.extra = args[at + 1 :]
        return parsed, unknown

    parser.parse_known_args = parse_what_stands_before


def fill(folder: Path) -> tuple[int, int]:
    """Copy lessons/ and assignments/ into `folder` without overwriting; return how many files were copied and kept."""
    copied = kept = 0
    for source, target in _files(folder):
        if target.exists():
            kept += 1
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        copied += 1
    return copied, kept


def _files(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield (shipped file, where it goes). Answers given in the shipped folders of a checkout stay there."""
    from memo1949 import shipped

    for name, top in (("lessons", shipped.lessons()), ("assignments", shipped.release())):
        for path in sorted(top.rglob("*")):
            inside = path.relative_to(top)
            hidden = any(part.startswith((".", "__")) for part in inside.parts)
            if path.is_file() and not hidden and path.name != "answers.json":
                yield path, folder / name / inside


def environment() -> dict[str, str]:
    """Return the environment variable that points Jupyter to the settings, beside those it has already.

    They are defaults: what a user sets in JupyterLab's own settings goes before them.
    """
    paths = [str(SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    return {"JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}


def options(folder: Path, no_browser: bool = False, port: int | None = None) -> list[str]:
    """Return JupyterLab's command line: work in `folder`, show the lessons first."""
    argv = [f"--ServerApp.root_dir={folder}", "--LabApp.default_url=/lab/tree/lessons"]
    return argv + (["--no-browser"] if no_browser else []) + ([f"--port={port}"] if port else [])
