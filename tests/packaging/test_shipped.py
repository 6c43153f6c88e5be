"""Where the notebooks are found, in a checkout and in an installed wheel."""

from pathlib import Path

import pytest

from memo1949 import shipped

TOP = Path(__file__).parents[2]


def test_a_checkout_is_used_where_there_is_one() -> None:
    """In a checkout the folders are the checkout's own, source/ among them."""
    found = [shipped.lessons(), shipped.release(), shipped.source(), shipped.nbgrader_config()]
    assert found == [TOP / "lessons", TOP / "release", TOP / "source", TOP / "nbgrader_config.py"]


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the package believe that it lies in site-packages, with data/ as the wheel has it; returns data/."""
    package = tmp_path / "site-packages" / "memo1949"
    data = package / "data"
    for name in ("lessons", "release"):
        (data / name).mkdir(parents=True)
    (data / "nbgrader_config.py").touch()
    monkeypatch.setattr(shipped, "_PACKAGE", package)
    monkeypatch.setattr(shipped, "_CHECKOUT", package.parents[1])
    monkeypatch.setattr(shipped, "_WHEEL", data)
    return data


def test_a_wheel_uses_its_own_data(wheel: Path) -> None:
    """Installed, the same calls give the folders inside the package."""
    found = [shipped.lessons(), shipped.release(), shipped.nbgrader_config()]
    assert found == [wheel / "lessons", wheel / "release", wheel / "nbgrader_config.py"]
    assert shipped.checkout() is None


def test_a_wheel_has_no_keys(wheel: Path) -> None:
    """Outside a checkout source() says that keys do not ship, and what to do instead."""
    with pytest.raises(shipped.NotShipped, match="Clone the repository"):
        shipped.source()


def test_a_project_around_site_packages_is_not_taken_for_a_checkout(wheel: Path) -> None:
    """Another project's pyproject.toml and lessons/ above site-packages change nothing."""
    (wheel.parents[2] / "pyproject.toml").touch()
    (wheel.parents[2] / "lessons").mkdir()
    assert shipped.lessons() == wheel / "lessons"


def test_missing_data_is_said(wheel: Path) -> None:
    """A damaged installation is named as one."""
    (wheel / "nbgrader_config.py").unlink()
    with pytest.raises(shipped.NotShipped, match="install it again"):
        shipped.nbgrader_config()
