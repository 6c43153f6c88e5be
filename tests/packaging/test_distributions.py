"""What is in the wheel and the sdist, file by file, and that no key of source/ is."""

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from memo1949 import edition

TOP = Path(__file__).parents[2]
PACKAGED = ("autograder/memo1949/", "lessons/", "release/")
SUFFIXES = {".py", ".csv", ".css", ".js", ".json", ".txt", ".md", ".html", ".j2", ".ipynb", ".svg", ".png", ".jpg"}
DOCUMENT = " ".join(edition.text.split())
STRING = re.compile(r'"([^"\\]*)"')
LONG_ENOUGH = 24  # characters; shorter lines, such as `key="b",`, rightly stand in lessons too


def project_files() -> list[str]:
    """Return the project's files as git sees them: tracked, or new and not ignored."""
    listing = ["git", "-c", "core.quotePath=off", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=TOP, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in names if (TOP / name).is_file()]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Build the sdist, from it a wheel, and a wheel from the checkout; return the files of each."""
    out = tmp_path_factory.mktemp("dist")
    for target, options in (("via-sdist", []), ("direct", ["--wheel"])):
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out / target), *options, str(TOP)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    (sdist,) = (out / "via-sdist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        files = {m.name.partition("/")[2]: archive.extractfile(m).read() for m in members}
    wheels = {name: unzipped(next((out / name).glob("*.whl"))) for name in ("via-sdist", "direct")}
    return {"sdist": files, "wheel": wheels["via-sdist"], "direct wheel": wheels["direct"]}


def unzipped(path: Path) -> dict[str, bytes]:
    """Return a wheel's files."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_package_and_its_data(built: dict) -> None:
    """The wheel: the package, lessons and release in memo1949/data, nbgrader's settings, the metadata; no more."""
    packaged = [name for name in project_files() if name.startswith(PACKAGED)]
    expected = {
        name.removeprefix("autograder/") if name.startswith("autograder/") else f"memo1949/data/{name}" for name in packaged
    }
    metadata = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    expected |= {"memo1949/data/nbgrader_config.py"} | {f"memo1949-0.1.0.dist-info/{name}" for name in metadata}
    assert set(built["wheel"]) == expected


def test_the_sdist_holds_what_builds_the_wheel(built: dict) -> None:
    """The sdist: what goes into the wheel, and the few files that building wants; neither source/ nor tests/."""
    expected = {name for name in project_files() if name.startswith(PACKAGED)}
    expected |= {"nbgrader_config.py", "pyproject.toml", "README.md", "LICENSE", ".gitignore", "PKG-INFO"}
    assert set(built["sdist"]) == expected


def test_the_sdist_builds_the_same_wheel(built: dict) -> None:
    """Whichever way the wheel is built, its files are the same byte for byte."""
    assert built["wheel"] == built["direct wheel"]


def test_the_data_are_the_notebooks_we_know(built: dict) -> None:
    """Each notebook in the wheel is a lesson with a number, or the one notebook of a released unit."""
    notebooks = {name.removeprefix("memo1949/data/") for name in built["wheel"] if name.endswith(".ipynb")}
    lessons = {name for name in notebooks if name.startswith("lessons/0")}
    units = {path.name for path in (TOP / "source").iterdir() if path.is_dir()}
    assert "lessons/01-foreign-mediation.ipynb" in lessons
    assert notebooks - lessons == {f"release/{unit}/{unit}.ipynb" for unit in units}


def test_only_known_kinds_of_files_ship(built: dict) -> None:
    """No database, log, cache or archive gets in unseen."""
    names = [name for name in built["wheel"] if name.startswith("memo1949/")]
    assert {Path(name).suffix for name in names} <= SUFFIXES
    assert not [name for name in names if "answers.json" in name or "checkpoint" in name]


def key_lines() -> Iterator[tuple[str, str]]:
    """Yield (cell, line) for each line that source/ hides from students and that is long enough to be told apart."""
    for path in sorted((TOP / "source").glob("*/*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            hidden = False
            for line in "".join(cell["source"]).splitlines():
                if line.strip().startswith("### BEGIN "):
                    hidden = True
                elif line.strip().startswith("### END "):
                    hidden = False
                elif hidden and len(line.strip()) >= LONG_ENOUGH:
                    yield f"{path.stem}: {cell['id']}", line.strip()


def readable(name: str, content: bytes) -> str:
    """Return a file as a person reads it: of a notebook, the text of its cells after its bytes."""
    text = content.decode("utf-8", errors="replace")
    if name.endswith(".ipynb"):
        text += "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return text


def is_quotation(line: str) -> bool:
    """Say whether a line holds nothing but words of the document: a lesson may quote the same ones, as its own evidence."""
    words = STRING.findall(line)
    around = STRING.sub("", line).removeprefix("evidence=").strip("[](), ")
    return bool(words) and not around and all(" ".join(quoted.split()) in DOCUMENT for quoted in words)


def test_a_key_is_no_quotation() -> None:
    """Strings and lists of the document's words are quotations; a key, an explanation or a mixed list is none."""
    assert is_quotation('evidence=["conversation took place with Mao Zedong", "Tito is [like] Zhang Guotao"],')
    assert is_quotation('"Tito is [like] Zhang Guotao",') and is_quotation('["Tito is [like] Zhang Guotao"],')
    assert not is_quotation('key=["Tito is [like] Zhang Guotao"],') and not is_quotation("evidence=[")
    assert not is_quotation('evidence=["Tito is [like] Zhang Guotao", "What the key says of it"],')


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_no_key_ships(built: dict, kind: str) -> None:
    """Every line that is hidden in source/ is absent from every file, and so is every mark of a hidden region."""
    lines = list(key_lines())
    assert lines, "source/ has no hidden lines: this test would prove nothing"
    texts = {name: readable(name, content) for name, content in built[kind].items()}
    found = [
        (name, cell, line)
        for cell, line in lines
        for name, text in texts.items()
        if line in text and not (is_quotation(line) and "release/" not in name)
    ]
    assert found == []
    notebooks = [text for name, text in texts.items() if name.endswith(".ipynb")]
    assert not [text for text in notebooks if "### BEGIN" in text or "### END" in text]


def test_nothing_of_source_or_tests_ships(built: dict) -> None:
    """No path in wheel or sdist is from source/ or tests/."""
    names = [name for files in built.values() for name in files]
    assert not [name for name in names if {"source", "tests"} & set(Path(name).parts)]
