"""A course's configuration, read as nbgrader reads it, without loading nbgrader."""

from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config.loader import Config, ConfigFileNotFound, JSONFileConfigLoader, PyFileConfigLoader

from .running import same_path
from .settings import names_only


def read(course: Path) -> Config:
    """Return what the files say that nbgrader reads for a course directory: Jupyter's own places first, the course's wins.

    Of our own settings, those for autograding are left out. A configuration is a program: raises whatever it raises,
    ImportError among it where it takes for granted what only nbgrader brings along.
    """
    config = Config()
    folders = jupyter_config_path()
    if str(course) not in folders:
        folders.insert(0, str(course))
    with same_path(), names_only():
        for name in ("jupyter_config", "nbgrader_config"):
            for folder in reversed(folders):
                for loader in (PyFileConfigLoader(f"{name}.py", path=folder), JSONFileConfigLoader(f"{name}.json", path=folder)):
                    try:
                        config.merge(loader.load_config())
                    except ConfigFileNotFound:
                        continue
    return config
