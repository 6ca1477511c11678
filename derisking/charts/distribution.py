"""How often each outcome occurs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from derisking.charts.axes import COLOURS, GRID, INK, PLAIN, SIZE, figure, place, spots, under, verticals
from derisking.charts.card import Chart, redrawable


@redrawable
def histogram(
    values: Sequence[float] | Mapping[str, Sequence[float]], *, title: str, unit: str, source: str, alt: str,
    bins: int = 24, marks: Sequence[tuple[float, str]] = (), count: str = "share of runs, %", caption: str = "",
    table: pd.DataFrame | None = None,
) -> Chart:  # fmt: skip
    """How often each outcome occurs; one or two distributions.

    values: numbers, or {name: numbers} with two entries (the first filled, the second as a dashed outline);
    marks: (position, label) such as the mean; count: what the vertical axis measures, in per cent of all values.
    The table gives mean, median, and the 5th and 95th percentile.
    """
    groups = dict(values) if isinstance(values, Mapping) else {"all": values}
    if not 1 <= len(groups) <= 2:
        raise ValueError("A histogram compares at most two distributions.")
    arrays = {name: np.asarray(list(v), dtype=float) for name, v in groups.items()}
    edges = np.histogram_bin_edges(np.concatenate(list(arrays.values())), bins)
    drawn = {name: 100 * np.histogram(array, edges)[0] / array.size for name, array in arrays.items()}
    fig, ax = figure(height=3.6)
    for i, name in enumerate(arrays):
        ax.stairs(drawn[name], edges, fill=i == 0, color=PLAIN if i == 0 else COLOURS[1], linewidth=2.4,
                  linestyle="-" if i == 0 else (0, (4, 1.5)), zorder=2 + i, label=name)  # fmt: skip
    if len(arrays) > 1:
        ax.legend(loc="upper right", frameon=False, fontsize=SIZE)
    ax.set_ylim(0, ax.get_ylim()[1] * 1.12)
    ax.grid(axis="y", color=GRID, linewidth=0.8)
    ax.set_ylabel(count, fontsize=SIZE, color=INK)
    above = verticals(ax, [(float(x), label, INK, (0, (4, 2))) for x, label in marks]) if marks else 0.15
    place(ax, 0.8, under(ax, unit), 0.3, above)
    told = [
        (f"{name}: {high:.1f} % from {a:,.4g} to {b:,.4g}", (a + b) / 2, high)
        for name, bars in drawn.items()
        for high, a, b in zip(bars, edges[:-1], edges[1:], strict=True)
    ]
    read = spots(ax, *zip(*told, strict=True))
    return Chart(fig, alt, source, _quantiles(arrays) if table is None else table, caption, title, read)


def _quantiles(arrays: Mapping[str, np.ndarray]) -> pd.DataFrame:
    rows = [
        {"name": name, "mean": a.mean(), "5th percentile": np.quantile(a, 0.05), "median": np.median(a),
         "95th percentile": np.quantile(a, 0.95), "runs": len(a)}
        for name, a in arrays.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)
