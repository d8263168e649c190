# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The table that a person reads, the verdict, and the file that a machine reads."""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

from . import stats

LIMIT = 1.10
# Retries come by chance: only clearly more than bare Odoo's are a failure.
RETRY_FACTOR = 1.5
RETRY_SLACK = 2
REASONS_FILE = Path(__file__).with_name("reasons.json")

OK = "ok"
EXPLAINED = "explained"
TOO_SLOW = "TOO SLOW"
RETRIES = "RETRIES"
FAILED = "FAILED"
BUSY = "busy machine"
PRINTED = "printed"


@dataclass
class Line:
    """One piece of work, done on the reference and on the candidate."""

    code: str
    label: str
    reference: stats.Series = field(default_factory=stats.Series)
    candidate: stats.Series = field(default_factory=stats.Series)
    limit: float = LIMIT
    note: str = ""
    error: str = ""
    absolute: bool = False
    alone: bool = True

    @property
    def ratio(self):
        if self.absolute or not self.reference.seconds:
            return math.nan
        return stats.paired_ratio(self.reference.seconds, self.candidate.seconds)

    @property
    def cpu_ratio(self):
        """Processor time of Odoo and PostgreSQL, whatever else the machine did."""
        if self.absolute or not self.reference.cpu:
            return math.nan
        return self.candidate.cpu / self.reference.cpu

    @property
    def interval(self):
        if self.absolute or not self.reference.seconds:
            return (math.nan, math.nan)
        return stats.ratio_interval(self.reference.seconds, self.candidate.seconds)

    @property
    def retry_limit(self):
        return self.reference.retries * RETRY_FACTOR + RETRY_SLACK

    def undecided(self):
        """Whether the noise still hides on which side of the limit the ratio is."""
        low, high = self.interval
        return low <= self.limit < high

    def verdict(self, reasons):
        """Return (word, explanation). A stated reason gives its own limit."""
        if self.error:
            return FAILED, self.error
        if self.absolute:
            return PRINTED, self.note
        reason = reasons.get(self.code, {})
        if self.ratio <= self.limit:
            word, text = OK, self.note
        elif self.ratio <= reason.get("limit", 0):
            word, text = EXPLAINED, reason["reason"]
        elif self.alone and self.cpu_ratio <= self.limit:
            # One request at a time waits for nobody of ours: others had the machine.
            word = BUSY
            text = f"{self.ratio:.2f} in time, {self.cpu_ratio:.2f} in processor time"
        else:
            return TOO_SLOW, f"{self.ratio:.2f} is above {self.limit:.2f}"
        if self.candidate.retries > self.retry_limit:
            return RETRIES, (
                f"{self.candidate.retries} retries, {self.reference.retries} on bare"
            )
        return word, text


def load_reasons(path=REASONS_FILE):
    """Return {code: {"limit", "reason"}}; a limit without a reason is refused."""
    reasons = json.loads(Path(path).read_text(encoding="utf-8"))
    for code, entry in reasons.items():
        if not entry.get("reason", "").strip() or "limit" not in entry:
            raise ValueError(f"{path}: {code} needs a limit and a reason in words")
    return reasons


def seconds_text(seconds):
    """Return a duration with the unit that suits its size."""
    if seconds is None or math.isnan(seconds):
        return "-"
    if seconds < 1:
        digits = 2 if seconds < 0.01 else 1
        return f"{seconds * 1000:.{digits}f} ms"
    return f"{seconds:.2f} s"


HEADERS = (
    "work",
    "pairs",
    "bare median",
    "bare p95",
    "suite median",
    "suite p95",
    "ratio",
    "90 % interval",
    "cpu ratio",
    "queries",
    "retries",
    "rows/s",
    "verdict",
)


def _ratio_text(value):
    return "-" if math.isnan(value) else f"{value:.2f}"


def _both(bare, suite):
    """Return "bare / suite", "-" when neither counts."""
    if math.isnan(suite) or not (bare or suite):
        return "-"
    return f"{0 if math.isnan(bare) else bare:.0f} / {suite:.0f}"


def row(line, reasons):
    """Return the cells of one line of the table."""
    bare, suite = line.reference.summary(), line.candidate.summary()
    low, high = line.interval
    rate = suite["rows_per_second"]
    return (
        line.label,
        str(len(line.candidate.seconds)),
        seconds_text(bare["median"]),
        seconds_text(bare["p95"]),
        seconds_text(suite["median"]),
        seconds_text(suite["p95"]),
        _ratio_text(line.ratio),
        "-" if math.isnan(low) else f"{low:.2f} – {high:.2f}",
        _ratio_text(line.cpu_ratio),
        _both(bare["queries"], suite["queries"]),
        _both(bare["retries"], suite["retries"]),
        "-" if rate is None else f"{rate:,.0f}",
        line.verdict(reasons)[0],
    )


def table(lines, reasons):
    """Return the aligned table, then one sentence for each line that needs one."""
    rows = [HEADERS, *(row(line, reasons) for line in lines)]
    widths = [max(len(cells[i]) for cells in rows) for i in range(len(HEADERS))]
    out = []
    for number, cells in enumerate(rows):
        first = cells[0].ljust(widths[0])
        rest = [
            cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)
        ]
        out.append("  ".join([first, *rest]).rstrip())
        if not number:
            out.append("-" * len(out[0]))
    notes = [(line, *line.verdict(reasons)) for line in lines]
    out += [f"{line.label}: {word}. {text}" for line, word, text in notes if text]
    return "\n".join(out)


def failures(lines, reasons):
    """Return the lines that make --check fail."""
    return [
        line
        for line in lines
        if line.verdict(reasons)[0] in (TOO_SLOW, RETRIES, FAILED)
    ]


def _clean(value):
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    return value


def as_dict(lines, reasons, context):
    """Return the content of latest.json: durations in seconds."""
    entries = []
    for line in lines:
        word, text = line.verdict(reasons)
        low, high = line.interval
        entries.append(
            {
                "code": line.code,
                "label": line.label,
                "limit": line.limit,
                "ratio": _clean(line.ratio),
                "cpu_ratio": _clean(line.cpu_ratio),
                "interval": [_clean(low), _clean(high)],
                "verdict": word,
                "note": text,
                "bare": {k: _clean(v) for k, v in line.reference.summary().items()},
                "suite": {k: _clean(v) for k, v in line.candidate.summary().items()},
            }
        )
    return {**context, "lines": entries}


def write_json(path, lines, reasons, context):
    """Write the results file, creating its folder."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(as_dict(lines, reasons, context), indent=2, ensure_ascii=False)
    path.write_text(content + "\n", encoding="utf-8")
