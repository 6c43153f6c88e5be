"""Values as tagged JSON: they come back as they were, and forged data is refused."""

import datetime as dt
import json
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from memo1949.grading.sandbox.crossing import Malformed, Uncrossable, pack, unpack

Point = namedtuple("Point", "x y")


def crossed(value: object) -> object:
    """Return a value after it has gone through JSON."""
    return unpack(json.loads(json.dumps(pack(value))))


@pytest.mark.parametrize(
    "value",
    [
        None, True, 7, -(10**40), 1.5, float("inf"), "Zhū Dé \ud800", [1, [2, []]], (1, (2,)), {"a": 1, 2: (3,)},
        {1, 2}, frozenset({"x"}), b"\x00\xff", bytearray(b"ab"), 1 + 2j, range(1, 9, 2), slice(1, None), Decimal("1.10"),
        Fraction(1, 3), deque([1]), Counter("abca"), OrderedDict(b=1, a=2), defaultdict(list, {"a": [1]}), ...,
        dt.date(1949, 2, 3), dt.time(20, 30), dt.timedelta(days=-1, microseconds=3), dt.datetime(1949, 2, 3, 20, 0),
        dt.datetime(1949, 2, 3, tzinfo=dt.UTC), dt.datetime(1949, 2, 3, tzinfo=ZoneInfo("Asia/Shanghai")), int, ValueError,
        pd.Timestamp("1949-02-03", tz="UTC"), pd.Timedelta("3D"), pd.Period("1949-02", "M"), pd.Interval(1, 2), pd.DataFrame,
    ],
    ids=repr,
)  # fmt: skip
def test_plain_values_cross(value: object) -> None:
    """Plain values and dates come back equal and of the same type."""
    back = crossed(value)
    assert back == value and type(back) is type(value)


def test_named_tuples_cross_by_their_fields() -> None:
    """A named tuple comes back with its name and fields, whoever's class it was."""
    back = crossed(Point(1, y=[2]))
    assert (type(back).__name__, back.x, back.y) == ("Point", 1, [2])


@pytest.mark.parametrize(
    "array",
    [np.arange(6).reshape(2, 3), np.array(["a", "bc"]), np.array([1, "x", None], dtype=object), np.array([], dtype="f4"),
     np.array(["1949-02-03"], dtype="M8[D]"), np.array(3.5), np.array([[True], [False]])],
    ids=repr,
)  # fmt: skip
def test_arrays_cross(array: np.ndarray) -> None:
    """numpy arrays keep shape, dtype and values."""
    back = crossed(array)
    assert back.dtype == array.dtype and back.shape == array.shape
    np.testing.assert_array_equal(back, array)


@pytest.mark.parametrize("scalar", [np.float64(0.5), np.int8(3), np.bool_(True), np.str_("x"), np.datetime64("1949-02-03")], ids=repr)
def test_scalars_cross(scalar: object) -> None:
    """numpy's scalars come back as numpy's scalars."""
    assert crossed(scalar) == scalar and type(crossed(scalar)) is type(scalar)


FRAME = pd.DataFrame(
    {
        "n": [1, 2, 3],
        "x": [0.5, np.nan, 2],
        "who": ["Mao", None, "narrator"],
        "when": pd.to_datetime(["1949-02-03", None, "1949-02-05"]),
        "zoned": pd.to_datetime(["1949-02-03", None, "1949-02-05"]).tz_localize("Asia/Shanghai"),
        "kind": pd.Categorical(["a", "b", "a"], ordered=True, categories=["b", "a"]),
        "maybe": pd.array([1, None, 3], dtype="Int64"),
        "flag": pd.array([True, None, False], dtype="boolean"),
        "lists": [[1], {"a": 2}, (3,)],
    }
)


@pytest.mark.parametrize(
    "frame",
    [FRAME, FRAME.set_index("who"), FRAME.set_index(["n", "kind"]), FRAME.iloc[:0], FRAME.groupby("kind", observed=True)["n"].agg(["sum", "mean"]),
     FRAME.pivot_table(index="n", columns="kind", values="x", observed=True), pd.DataFrame(), FRAME[["n", "n"]]],
    ids=range(8),
)  # fmt: skip
def test_frames_cross(frame: pd.DataFrame) -> None:
    """DataFrames keep values, dtypes, index and columns."""
    pd.testing.assert_frame_equal(crossed(frame), frame)


@pytest.mark.parametrize(
    "series",
    [FRAME["who"].value_counts(), FRAME["x"], pd.Series(dtype=float), FRAME.groupby("who")["n"].sum(), FRAME["when"].dt.year,
     pd.Series([1, 2], index=pd.date_range("1949-02-03", periods=2, freq="D")), pd.Series([1], index=pd.MultiIndex.from_tuples([("a", 1)], names=["l", None]))],
    ids=range(7),
)  # fmt: skip
def test_series_cross(series: pd.Series) -> None:
    """Series keep values, dtype, name and index."""
    pd.testing.assert_series_equal(crossed(series), series)


class Mine:
    """Some student's class."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


class Liar(int):
    """An int that says it equals everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


@pytest.mark.parametrize(
    "value",
    [Mine(), Liar(3), len, lambda: 1, Mine, [1, Mine()], {"a": Mine()}, iter([1]), pd.Series([Mine()])],
    ids=["object", "number", "builtin", "lambda", "class", "in a list", "in a dictionary", "iterator", "in a series"],  # the same in every process
)
def test_what_is_no_data_does_not_cross(value: object) -> None:
    """Functions, and objects and classes of somebody's own, are refused, also inside other values."""
    with pytest.raises(Uncrossable):
        pack(value)


def test_what_is_no_data_can_be_referred_to() -> None:
    """With `refer` they cross as a tag that the other side resolves."""
    packed = pack([1, Mine()], refer=lambda value: {"t": "ref", "id": 5})
    assert unpack(packed, resolve=lambda tag: tag["id"]) == [1, 5]


def test_endless_values_are_refused() -> None:
    """A list that holds itself does not end in a RecursionError."""
    loop: list = []
    loop.append(loop)
    with pytest.raises(Uncrossable):
        pack(loop)


@pytest.mark.parametrize(
    "forged",
    [{"t": "ref", "id": 1}, {"t": "nothing"}, {}, {"t": "class", "v": "os:system"}, {"t": "class", "v": "builtins:eval"},
     {"t": "table", "kind": "array", "dtype": "O", "shape": [1], "v": "AAAAAAAAAAA="}, {"t": "table", "kind": "array", "dtype": "i8", "shape": [9], "v": ""},
     {"t": "named", "name": "x)", "fields": ["import os"], "v": [1]}, {"t": "dict", "v": [[{"t": "dict", "v": []}, 1]]}, {"t": "int", "v": "z"},
     {"t": "module", "v": "no_such_module_here"}, {"t": "table", "kind": "frame", "v": []}],
    ids=str,
)  # fmt: skip
def test_forged_data_is_refused(forged: object) -> None:
    """Whatever `pack` would not have made raises Malformed and nothing else."""
    with pytest.raises(Malformed):
        unpack(forged)
