# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever baskets meet at sign-in, under whatever rule, every article is there."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BASKETS = Path(__file__).with_name("baskets.py")

items = st.tuples(
    st.sampled_from(["vase", "dozen", "lamp", "red", "blue", "engraved", "box"]),
    st.integers(1, 5),
)
baskets = st.lists(items, max_size=5)
cases = st.fixed_dictionaries(
    {
        "rule": st.sampled_from(["merge", "newest", "ask"]),
        "mine": baskets,
        "visits": st.lists(baskets, min_size=1, max_size=2),
        "choice": st.sampled_from([None, "both", 0, 1, 2]),
        "put_back": st.booleans(),
        "repeats": st.integers(1, 2),
    }
)


def check(processes, case):
    seen = processes.workers[0].ask("sign_in", BASKETS, **case)
    told = (case, seen)
    assert seen["after"] == seen["before"], told
    assert seen["left behind"] == {}, told
    assert (seen["open"], seen["found"]) == (1, True), told
    assert seen["torn"] == 0, told


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(case=cases)
def test_no_quantity_is_lost_or_doubled_at_sign_in(processes, case):
    check(processes, case)


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases)
def test_no_quantity_is_lost_or_doubled_at_many_sign_ins(processes, case):
    check(processes, case)
