# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The figures and the verdict of the benchmark: a check that can fail."""

import json
import math

import pytest

from benchmarks import lab, report, stats


def line(reference, candidate, code="shop_list", **values):
    one = report.Line(code, "shop list page", **values)
    for a, b in zip(reference, candidate, strict=True):
        one.reference.add(a)
        one.candidate.add(b)
    return one


@pytest.mark.parametrize(
    ("values", "expected"),
    [([3], 3), ([1, 9, 2], 2), ([4, 1, 2, 3], 2.5), ([5, 5, 5, 100], 5)],
)
def test_the_median_ignores_one_slow_minute(values, expected):
    assert stats.median(values) == expected


def test_the_95th_percentile_lies_between_the_neighbours():
    assert stats.percentile(list(range(1, 101)), 95) == pytest.approx(95.05)
    assert stats.percentile([7], 95) == 7
    assert stats.percentile([1, 2], 50) == 1.5


def test_no_measure_gives_no_figure_rather_than_zero():
    assert math.isnan(stats.median([]))
    assert math.isnan(stats.percentile([], 95))


def test_the_ratio_is_taken_pair_by_pair():
    """A machine that slows down tenfold half-way does not change the ratio."""
    bare = [1.0, 1.0, 1.0, 10.0, 10.0, 10.0]
    suite = [1.05, 1.05, 1.05, 10.5, 10.5, 10.5]
    assert stats.paired_ratio(bare, suite) == pytest.approx(1.05)
    low, high = stats.ratio_interval(bare, suite)
    assert low == high == pytest.approx(1.05)


def test_an_incomplete_pair_is_refused():
    with pytest.raises(ValueError, match="incomplete"):
        stats.paired_ratio([1.0, 2.0], [1.0])


def test_the_interval_holds_the_ratio_and_is_the_same_at_each_reading():
    bare = [1.0] * 9
    suite = [0.9, 1.0, 1.1, 1.2, 1.0, 1.3, 0.8, 1.1, 1.05]
    low, high = stats.ratio_interval(bare, suite)
    assert low <= stats.paired_ratio(bare, suite) <= high
    assert (low, high) == stats.ratio_interval(bare, suite)
    assert low < high


def test_rows_per_second_and_retries_are_added_up():
    series = stats.Series()
    series.add(2.0, rows=6, retries=1, details=[0.5, 0.7])
    series.add(1.0, rows=3, retries=2, details=[0.4])
    summary = series.summary()
    assert summary["rows_per_second"] == 3
    assert summary["retries"] == 3
    assert summary["count"] == 3
    assert summary["median"] == 0.5
    assert summary["worst"] == 0.7


def test_a_line_ten_percent_slower_passes_and_one_a_little_more_fails():
    assert line([1.0] * 5, [1.10] * 5).verdict({})[0] == report.OK
    slower = line([1.0] * 5, [1.11] * 5)
    assert slower.verdict({})[0] == report.TOO_SLOW
    assert report.failures([slower], {}) == [slower]


def test_a_stated_reason_allows_up_to_its_own_limit_only():
    reasons = {"shop_list": {"limit": 1.5, "reason": "it shows the stock per store"}}
    explained = line([1.0] * 5, [1.4] * 5)
    assert explained.verdict(reasons) == (
        report.EXPLAINED,
        "it shows the stock per store",
    )
    assert not report.failures([explained], reasons)
    assert line([1.0] * 5, [1.6] * 5).verdict(reasons)[0] == report.TOO_SLOW
    other = line([1.0] * 5, [1.4] * 5, code="ticket_1")
    assert other.verdict(reasons)[0] == report.TOO_SLOW


def test_clearly_more_retries_than_bare_fail_even_when_quick():
    quick = line([1.0] * 5, [0.5] * 5)
    quick.candidate.retries = 3
    assert quick.verdict({})[0] == report.RETRIES
    quick.candidate.retries = 2
    assert quick.verdict({})[0] == report.OK
    quick.reference.retries, quick.candidate.retries = 20, 32
    assert quick.verdict({})[0] == report.OK
    quick.candidate.retries = 33
    assert quick.verdict({})[0] == report.RETRIES


def test_a_busy_machine_is_told_from_a_slow_suite_by_processor_time():
    busy = line([1.0] * 5, [1.5] * 5)
    assert busy.verdict({})[0] == report.TOO_SLOW
    busy.reference.cpu, busy.candidate.cpu = 1.0, 1.05
    assert busy.verdict({}) == (
        report.BUSY,
        "1.50 in time, 1.05 in processor time",
    )
    assert not report.failures([busy], {})
    busy.candidate.cpu = 1.2
    assert busy.verdict({})[0] == report.TOO_SLOW


def test_devices_that_wait_for_each_other_are_never_excused():
    together = line([1.0] * 5, [1.5] * 5, alone=False)
    together.reference.cpu = together.candidate.cpu = 1.0
    assert together.verdict({})[0] == report.TOO_SLOW


def test_a_line_that_broke_fails_with_its_error():
    broken = report.Line("closing", "closing", error="the session did not close")
    assert broken.verdict({}) == (report.FAILED, "the session did not close")
    assert report.failures([broken], {}) == [broken]


def test_an_absolute_time_is_printed_and_never_judged():
    install = report.Line("install", "install", absolute=True, note="base 3 s")
    install.candidate.add(500.0)
    assert install.verdict({})[0] == report.PRINTED
    assert not report.failures([install], {})


def test_more_pairs_are_asked_while_the_noise_hides_the_verdict():
    assert line([1.0] * 6, [0.9, 1.3, 0.9, 1.3, 1.0, 1.2]).undecided()
    assert not line([1.0] * 6, [1.0] * 6).undecided()
    assert not line([1.0] * 6, [2.0] * 6).undecided()


def test_a_limit_without_a_reason_in_words_is_refused(tmp_path):
    path = tmp_path / "reasons.json"
    path.write_text(json.dumps({"closing": {"limit": 3, "reason": " "}}))
    with pytest.raises(ValueError, match="closing needs"):
        report.load_reasons(path)


def test_the_reasons_of_the_project_name_lines_that_exist():
    from benchmarks.lines import WORKS

    assert set(report.load_reasons()) <= {work.code for work in WORKS}


def test_the_table_gives_every_column_and_the_sentence_of_a_slow_line():
    slow = line([0.1] * 5, [0.2] * 5)
    slow.candidate.rows = 10
    slow.reference.queries, slow.candidate.queries = [51] * 5, [57] * 5
    slow.candidate.retries = 1
    text = report.table([slow], {})
    header, rule, values, sentence = text.splitlines()
    for name in report.HEADERS:
        assert name in header
    assert set(rule) == {"-"}
    for shown in ("100.0 ms", "200.0 ms", "2.00", "51 / 57", "0 / 1", "10", "TOO SLOW"):
        assert shown in values
    assert "2.00 is above 1.10" in sentence


def test_retries_and_queries_are_read_from_the_log_of_the_server(tmp_path):
    log = """
2026-01-01 10:00:00,000 7 INFO shop werkzeug: 127.0.0.1 - - [01/Jan/2026 10:00:00] \
"POST /shop/cart/add HTTP/1.1" 200 - 51 0.188 0.096
2026-01-01 10:00:00,000 7 INFO shop odoo.service.model: SERIALIZATION_FAILURE, 4 tries \
left, try again in 0.5 sec...
2026-01-01 10:00:00,000 7 INFO shop werkzeug: 127.0.0.1 - - [01/Jan/2026 10:00:00] \
"POST /web/dataset/call_kw/pos.order/sync_from_ui#pos.order HTTP/1.1" 200 - 186 0.1 0.1
2026-01-01 10:00:00,000 7 INFO shop werkzeug: 127.0.0.1 - - [01/Jan/2026 10:00:00] \
"GET /web/assets/1/x.js HTTP/1.1" 200 - 9 0.1 0.1
2026-01-01 10:00:00,000 7 WARNING shop odoo.addons.unified_pos.models.x: look here
2026-01-01 10:00:00,000 7 WARNING shop odoo.addons.sale.models.x: not ours
"""
    server = lab.Server(None, "shop", port=1, log_dir=tmp_path)
    server.log_file.write_text(log)
    assert server.retries() == 1
    assert server.queries() == 51 + 186
    assert server.our_trouble() == [("odoo.addons.unified_pos.models.x", "look here")]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.00084, "0.84 ms"), (0.0953, "95.3 ms"), (24.2, "24.20 s"), (None, "-")],
)
def test_a_duration_is_shown_in_the_unit_that_suits_it(seconds, text):
    assert report.seconds_text(seconds) == text


def test_the_results_file_can_be_read_back(tmp_path):
    path = tmp_path / "results" / "latest.json"
    empty = report.Line("till_opening", "till", error="no Chromium")
    report.write_json(path, [line([1.0], [1.2]), empty], {}, {"size": "quick"})
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["size"] == "quick"
    first, second = content["lines"]
    assert first["ratio"] == 1.2
    assert first["verdict"] == report.TOO_SLOW
    assert first["bare"]["median"] == 1.0
    assert second["ratio"] is None
    assert second["verdict"] == report.FAILED
