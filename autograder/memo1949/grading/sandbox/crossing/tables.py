"""numpy and pandas objects as tagged JSON: {"t": "table", "kind": …}. Loaded only when one of them crosses."""

from base64 import b64decode, b64encode
from collections.abc import Callable

import numpy as np

Inner = Callable[[object], object]
_NUMBERS = "biufcmM"  # the numpy kinds that are carried as bytes
_TEXTS = "SU"


def pack_table(value: object, inner: Inner) -> dict | None:
    """Return JSON for a numpy or pandas object of exactly one of the types known here, None for any other."""
    if type(value) is np.ndarray:
        return _array(value, inner)
    if isinstance(value, np.generic) and type(value).__module__ == "numpy":
        packed = _array(np.asarray(value), inner)
        return packed and {**packed, "kind": "scalar"}
    if isinstance(value, np.dtype):
        return None if value.hasobject or value.names else {"t": "table", "kind": "dtype", "v": value.str}
    import pandas as pd

    pack = {
        pd.DataFrame: _frame,
        pd.Series: _series,
        pd.Timestamp: lambda value, inner: {"kind": "timestamp", "v": value.isoformat(), "unit": value.unit, "zone": _zone(value.tz)},
        pd.Timedelta: lambda value, inner: {"kind": "timedelta", "v": int(value.asm8.view("i8")), "unit": value.unit},
        type(pd.NaT): lambda value, inner: {"kind": "nat"},
        type(pd.NA): lambda value, inner: {"kind": "na"},
        pd.Period: lambda value, inner: {"kind": "period", "v": value.ordinal, "freq": value.freqstr},
        pd.Interval: lambda value, inner: {"kind": "interval", "v": [inner(value.left), inner(value.right)], "closed": value.closed},
    }.get(type(value))
    if pack is None and isinstance(value, pd.Index) and _pandas_own(value):
        pack = _index
    if pack is None and isinstance(value, pd.api.extensions.ExtensionArray) and _pandas_own(value):
        pack = _column
    packed = pack(value, inner) if pack else None
    return packed and {"t": "table", **packed}


def _pandas_own(value: object) -> bool:
    return type(value).__module__.partition(".")[0] == "pandas"


def _zone(zone: object) -> str | None:
    return None if zone is None else str(getattr(zone, "key", None) or zone)


def _array(value: np.ndarray, inner: Inner) -> dict | None:
    kind, shape = value.dtype.kind, list(value.shape)
    if kind in _NUMBERS + _TEXTS and not value.dtype.hasobject:
        data = b64encode(np.ascontiguousarray(value).tobytes()).decode()
        return {"t": "table", "kind": "array", "dtype": value.dtype.str, "shape": shape, "v": data}
    if kind == "O":
        return {"t": "table", "kind": "objects", "shape": shape, "v": [inner(entry) for entry in value.ravel().tolist()]}
    return None


def _column(values: object, inner: Inner) -> dict:
    """Return JSON for the values of one column: a numpy array, or one of pandas's own arrays."""
    import pandas as pd

    if isinstance(values, np.ndarray):
        packed = _array(values, inner)
        if packed is None:
            raise TypeError("no such column")
        return packed
    if isinstance(values, pd.Categorical):
        categories, codes = inner(values.categories), inner(np.asarray(values.codes))
        return {"t": "table", "kind": "categories", "categories": categories, "codes": codes, "ordered": bool(values.ordered)}
    if isinstance(values, pd.arrays.DatetimeArray) and values.tz is not None:
        naive = np.asarray(values.tz_convert("UTC").tz_localize(None))
        return {"t": "table", "kind": "zoned", "v": _array(naive, inner), "zone": _zone(values.tz)}
    if type(values) in (pd.arrays.DatetimeArray, pd.arrays.TimedeltaArray, pd.arrays.NumpyExtensionArray):
        return _column(np.asarray(values), inner)
    return {"t": "table", "kind": "extension", "dtype": str(values.dtype), "v": [inner(entry) for entry in list(values)]}


def _index(value: object, inner: Inner) -> dict:
    import pandas as pd

    if type(value) is pd.RangeIndex:
        return {"t": "table", "kind": "range", "v": [value.start, value.stop, value.step], "name": inner(value.name)}
    if type(value) is pd.MultiIndex:
        levels = [inner(value.get_level_values(at)) for at in range(value.nlevels)]
        return {"t": "table", "kind": "levels", "v": levels, "names": [inner(name) for name in value.names]}
    freq = getattr(value, "freqstr", None) if type(value) is pd.DatetimeIndex else None
    return {"t": "table", "kind": "index", "v": _column(value.array, inner), "name": inner(value.name), "freq": freq}


def _series(value: object, inner: Inner) -> dict:
    return {"kind": "series", "index": _index(value.index, inner), "v": _column(_values(value), inner), "name": inner(value.name)}


def _values(series: object) -> object:
    """Return a Series' values without a copy: numpy's array, or pandas's own where it has one."""
    return series.to_numpy() if isinstance(series.dtype, np.dtype) else series.array


def _frame(value: object, inner: Inner) -> dict:
    columns = [_column(_values(value.iloc[:, at]), inner) for at in range(value.shape[1])]
    return {"kind": "frame", "index": _index(value.index, inner), "columns": _index(value.columns, inner), "v": columns}


def unpack_table(data: dict, inner: Inner) -> object:
    """Return the numpy or pandas object; raises whatever is wrong with the data."""
    kind, value = data["kind"], data.get("v")
    if kind in ("array", "scalar"):
        dtype = _dtype(data["dtype"])
        array = np.frombuffer(b64decode(value), dtype=dtype).reshape([int(size) for size in data["shape"]]).copy()
        return array if kind == "array" else array[()]
    if kind == "objects":
        array = np.empty(len(value), dtype=object)
        array[:] = [inner(entry) for entry in value]
        return array.reshape([int(size) for size in data["shape"]])
    if kind == "dtype":
        return _dtype(value)
    return _UNPACK[kind](data, value, inner)


def _dtype(text: str) -> np.dtype:
    dtype = np.dtype(str(text))
    if dtype.kind not in _NUMBERS + _TEXTS or dtype.hasobject:
        raise TypeError(f"no dtype for data: {text}")
    return dtype


def _frame_of(data: dict, value: list, inner: Inner) -> object:
    import pandas as pd

    index, columns = inner(data["index"]), inner(data["columns"])
    if len(columns) != len(value):
        raise ValueError("columns and values differ")
    frame = pd.DataFrame({at: _typed(inner(entry), index) for at, entry in enumerate(value)}, index=index)
    frame.columns = columns
    return frame


def _typed(values: object, index: object, name: object = None) -> object:
    """Return a Series of just the dtype of its values: pandas guesses another for none at all."""
    import pandas as pd

    return pd.Series(values, index=index, name=name, dtype=values.dtype)


def _series_of(data: dict, value: dict, inner: Inner) -> object:
    return _typed(inner(value), inner(data["index"]), inner(data["name"]))


def _index_of(data: dict, value: dict, inner: Inner) -> object:
    import pandas as pd

    index = pd.Index(inner(value), name=inner(data["name"]))
    if data.get("freq") and isinstance(index, pd.DatetimeIndex):
        index.freq = str(data["freq"])
    return index


def _levels_of(data: dict, value: list, inner: Inner) -> object:
    import pandas as pd

    return pd.MultiIndex.from_arrays([inner(level) for level in value], names=[inner(name) for name in data["names"]])


def _range_of(data: dict, value: list, inner: Inner) -> object:
    import pandas as pd

    return pd.RangeIndex(*map(int, value), name=inner(data["name"]))


def _extension_of(data: dict, value: list, inner: Inner) -> object:
    import pandas as pd

    return pd.array([inner(entry) for entry in value], dtype=str(data["dtype"]))


def _categories_of(data: dict, value: object, inner: Inner) -> object:
    import pandas as pd

    return pd.Categorical.from_codes(inner(data["codes"]), categories=inner(data["categories"]), ordered=bool(data["ordered"]))


def _zoned_of(data: dict, value: dict, inner: Inner) -> object:
    import pandas as pd

    return pd.DatetimeIndex(inner(value)).tz_localize("UTC").tz_convert(str(data["zone"])).array


def _moment_of(data: dict, value: str, inner: Inner) -> object:
    import pandas as pd

    moment = pd.Timestamp(str(value))
    moment = moment.tz_convert(str(data["zone"])) if data["zone"] else moment
    return moment.as_unit(str(data["unit"]))


def _pandas(make: Callable) -> Callable:
    def made(data: dict, value: object, inner: Inner) -> object:
        import pandas as pd

        return make(pd, data, value, inner)

    return made


_UNPACK: dict[str, Callable[[dict, object, Inner], object]] = {
    "frame": _frame_of,
    "series": _series_of,
    "index": _index_of,
    "levels": _levels_of,
    "range": _range_of,
    "extension": _extension_of,
    "categories": _categories_of,
    "zoned": _zoned_of,
    "timestamp": _moment_of,
    "timedelta": _pandas(lambda pd, data, value, inner: pd.Timedelta(np.timedelta64(int(value), str(data["unit"])))),
    "nat": _pandas(lambda pd, data, value, inner: pd.NaT),
    "na": _pandas(lambda pd, data, value, inner: pd.NA),
    "period": _pandas(lambda pd, data, value, inner: pd.Period(ordinal=int(value), freq=str(data["freq"]))),
    "interval": _pandas(lambda pd, data, value, inner: pd.Interval(*[inner(entry) for entry in value], closed=str(data["closed"]))),
}
