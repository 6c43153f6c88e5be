"""memo1949 lab: copies the notebooks without overwriting, and starts JupyterLab with the settings they need."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from browser import isolated, servers
from memo1949 import shipped
from memo1949.commands import lab


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    """Stand-ins for the shipped notebooks."""
    for path in ("lessons/00-start.ipynb", "lessons/pictures/map.svg", "lessons/answers.json", "lessons/.ipynb_checkpoints/x.ipynb", "release/unit/unit.ipynb"):
        (tmp_path / "shipped" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "shipped" / path).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(shipped, "lessons", lambda: tmp_path / "shipped" / "lessons")
    monkeypatch.setattr(shipped, "release", lambda: tmp_path / "shipped" / "release")


def test_copies_what_is_missing_and_nothing_else(notebooks, tmp_path):
    """Notebooks and pictures arrive, the shipped folder's own answers do not, and a student's work is never overwritten."""
    folder = tmp_path / "work"
    assert lab.fill(folder) == (3, 0)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert files == ["assignments/unit/unit.ipynb", "lessons/00-start.ipynb", "lessons/pictures/map.svg"]
    (folder / "lessons/00-start.ipynb").write_text("mine", encoding="utf-8")
    (folder / "lessons/pictures/map.svg").unlink()
    assert lab.fill(folder) == (1, 2)
    assert (folder / "lessons/00-start.ipynb").read_text(encoding="utf-8") == "mine"


def test_refuses_a_file(notebooks, tmp_path, capsys):
    """A file in the folder's place is wrong use, said in one line."""
    (tmp_path / "work").write_text("", encoding="utf-8")
    arguments = type("", (), {"folder": str(tmp_path / "work"), "no_browser": True, "port": None, "extra": []})
    assert lab.run(arguments) == 2
    assert "is a file" in capsys.readouterr().err


def test_settings_stand_beside_the_users_own(monkeypatch):
    """A JUPYTER_CONFIG_PATH that is set already is kept."""
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/somewhere")
    assert lab.environment()["JUPYTER_CONFIG_PATH"].split(os.pathsep) == [str(lab.SETTINGS), "/somewhere"]


def test_server_knows_the_settings(tmp_path):
    """The command starts a JupyterLab whose defaults leave arrow keys to radio buttons and ask nothing about news; Ctrl+C ends it."""
    home, folder = tmp_path / "home", tmp_path / "work"
    for path in (home, folder / "lessons"):
        path.mkdir(parents=True)
    script = (
        "import sys; from pathlib import Path; from memo1949 import cli, shipped; empty = Path(sys.argv.pop(1)) / 'lessons';"
        "shipped.lessons = shipped.release = lambda: empty; sys.exit(cli.main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, str(folder), "lab", str(folder), "--no-browser", "--", "--port=0", "--allow-root", "--IdentityProvider.token=secret"]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **isolated(home)}, stdout=log, stderr=log, cwd=tmp_path)
    try:
        settings = _settings(process, home)
        assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"]["default"] == "false"
        shortcuts = settings["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"]["default"]
        narrowed = {entry["keys"][0] for entry in shortcuts if entry["selector"].endswith(":focus:not(input):not(select)")}
        assert narrowed == {"ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"}
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    finally:
        process.kill()
        process.wait(timeout=10)


def _settings(process, home):
    """Return {plugin: its settings' schema} as the server has them, once it listens."""
    for _ in range(300):
        for server in servers(home):
            request = urllib.request.Request(f"{server['url']}lab/api/settings", headers={"Authorization": "token secret"})
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return {entry["id"]: entry["schema"]["properties"] for entry in json.load(answer)["settings"] if "properties" in entry["schema"]}
            except OSError:
                pass
        assert process.poll() is None, (home / "log").read_text(errors="replace")
        time.sleep(0.1)
    raise AssertionError((home / "log").read_text(errors="replace"))
