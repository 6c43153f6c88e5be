"""What the grading benchmark prints."""

from collections.abc import Sequence

from .grading import Compared


def as_text(compared: Compared) -> str:
    """Return times, ratio, marks and the breakdown of one unit."""
    ours, theirs = compared.ours, compared.nbgrader
    lines = [f"{compared.unit}: {ours.students} submissions", ""]
    lines.append(f"  {'':<20}{'submissions':>12}{'seconds':>10}{'ms each':>10}{'largest process, MB':>22}")
    for name, timed in (("nbgrader autograde", theirs), ("memo1949 grade", ours)):
        if timed is not None:
            lines.append(f"  {name:<20}{timed.students:>12}{timed.seconds:>10.1f}{timed.each * 1000:>10.1f}{timed.megabytes:>22.0f}")
    if compared.ratio is not None:
        lines += ["", f"  {compared.ratio:.1f} times the throughput of nbgrader autograde."]
        if compared.differing:
            lines += [f"  {len(compared.differing)} of {compared.marks} marks differ:", *(f"    {line}" for line in compared.differing[:20])]
        else:
            lines.append(f"  All {compared.marks} scores, comments, penalties and manual flags are equal.")
    spent = {name: seconds for name, seconds in ours.spent.items() if name != "total"}
    lines += ["", "  Where memo1949's time goes (of all workers together, ms a submission):"]
    lines += [f"    {name:<30}{seconds / ours.students * 1000:>8.1f}" for name, seconds in sorted(spent.items(), key=lambda pair: -pair[1])]
    lines.append(f"    {'starting (by the clock, once)':<30}{(ours.seconds - ours.spent['total']) * 1000:>8.0f}")
    if compared.remarks:
        lines += ["", "  Marking again after a correction:", f"    {'':<12}{'the command':>14}{'of our grading':>18}{'of nbgrader':>14}{'without its start':>20}{'of our grading':>18}"]
    for one in compared.remarks:
        ours, theirs = compared.against(one.command)
        lines.append(f"    {f'{one.answers} answers':<12}{f'{one.command:.2f} s':>14}{_part(ours):>18}{_part(theirs):>14}{f'{one.work:.2f} s':>20}{_part(compared.against(one.work)[0]):>18}")
    return "\n".join(lines)


def scale_text(sizes: Sequence[Compared]) -> str:
    """Return how the cost of a submission grows with the class."""
    lines = [f"  {'submissions':>12}{'seconds':>10}{'ms each':>10}{'without the start':>20}{'largest process, MB':>22}"]
    for one in (compared.ours for compared in sizes):
        lines.append(f"  {one.students:>12}{one.seconds:>10.1f}{one.each * 1000:>10.1f}{one.spent['total'] / one.students * 1000:>20.1f}{one.megabytes:>22.0f}")
    return "\n".join(lines)


def _part(times: float | None) -> str:
    return "" if times is None else f"1/{times:.0f}"
