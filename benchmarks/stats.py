# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Statistics of paired measures: the machine is noisy, so only ratios count."""

import math
import random
from dataclasses import dataclass, field

RESAMPLES = 1000


def median(values):
    """Return the middle value (mean of the two middle ones), NaN when empty."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def percentile(values, percent):
    """Return the percentile by linear interpolation, NaN when empty."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    rank = (len(ordered) - 1) * percent / 100
    low = math.floor(rank)
    high = math.ceil(rank)
    return ordered[low] + (ordered[high] - ordered[low]) * (rank - low)


def paired_ratio(reference, candidate):
    """Return the median of candidate / reference, taken pair by pair.

    Both series hold one value a pair, in the order of the pairs: a slow minute
    of the machine slows both members of a pair and leaves their ratio alone.
    """
    if len(reference) != len(candidate):
        raise ValueError(
            f"{len(reference)} reference measures for {len(candidate)} candidates: "
            "pairs are incomplete"
        )
    return median([b / a for a, b in zip(reference, candidate, strict=True) if a > 0])


def ratio_interval(reference, candidate, confidence=90, seed=19):
    """Return (low, high) around the paired ratio, by bootstrap of the pairs."""
    pairs = [b / a for a, b in zip(reference, candidate, strict=True) if a > 0]
    if not pairs:
        return (math.nan, math.nan)
    draw = random.Random(seed)
    medians = [
        median(draw.choices(pairs, k=len(pairs))) for _resample in range(RESAMPLES)
    ]
    tail = (100 - confidence) / 2
    return (percentile(medians, tail), percentile(medians, 100 - tail))


@dataclass
class Series:
    """Seconds of one piece of work on one database, one value a pair."""

    seconds: list = field(default_factory=list)
    details: list = field(default_factory=list)
    queries: list = field(default_factory=list)
    cpu: float = 0.0
    retries: int = 0
    rows: int = 0

    def add(self, seconds, rows=0, retries=0, details=(), queries=0, cpu=0.0):
        """Keep one measure; details are its parts (tickets of a round)."""
        self.seconds.append(seconds)
        self.queries.append(queries)
        self.cpu += cpu
        self.rows += rows
        self.retries += retries
        self.details.extend(details)

    @property
    def samples(self):
        return self.details or self.seconds

    @property
    def rows_per_second(self):
        spent = sum(self.seconds)
        return self.rows / spent if self.rows and spent else None

    def summary(self):
        """Return what the report prints, in seconds."""
        return {
            "count": len(self.samples),
            "median": median(self.samples),
            "p95": percentile(self.samples, 95),
            "worst": max(self.samples, default=math.nan),
            "cpu": self.cpu / len(self.seconds) if self.seconds else math.nan,
            "queries": median(self.queries),
            "retries": self.retries,
            "rows_per_second": self.rows_per_second,
        }
