"""Text in an encoding that nobody wrote down: what Excel and old zip programs leave behind."""

import codecs
import re

_HIGH = re.compile(rb"[\x80-\xff]+")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(data: bytes, western: str) -> str:
    """Return the encoding that `data` is most likely in; `western` is the old one to fall back on.

    UTF-8 and UTF-16 are told by their marks or by being valid, simplified Chinese by its pairs of high bytes, which
    Western accents, standing alone between plain letters, do not form.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    start = data[:400]
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    for name in ("utf-8", "gb2312"):
        if name == "gb2312" and not all(len(run) % 2 == 0 for run in _HIGH.findall(data)):
            continue
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return western
