# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever happens in whatever order, no more is promised than there is."""

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STEPS = Path(__file__).with_name("steps.py")
SALES = Path(__file__).with_name("sales.py")
CODES = itertools.count(1)

# what happens to the goods themselves, whoever waits for them
FACTS = ("till_sale", "adjust")

names = st.sampled_from("abc")
quantities = st.integers(0, 6)
numbers = st.integers(0, 5)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("claim"), names, quantities),
        st.tuples(st.just("grant"), names),
        st.tuples(st.just("fall_silent"), names),
        st.tuples(st.just("renew"), names),
        st.tuples(st.just("release"), names),
        st.tuples(st.just("expire"), names),
        st.tuples(st.just("confirm"), st.integers(1, 4), st.booleans()),
        st.tuples(st.just("cancel"), numbers),
        st.tuples(st.just("deliver"), numbers),
        st.tuples(st.just("give_back"), numbers),
        st.tuples(st.just("reassign"), numbers),
        st.tuples(st.just("receive"), st.integers(1, 3)),
        st.tuples(st.just("deliver_part"), numbers),
        st.tuples(st.just("unreserve"), numbers),
        st.tuples(st.just("till_sale"), st.integers(1, 3)),
        st.tuples(st.just("adjust"), st.integers(0, 8)),
    ),
    min_size=6,
    max_size=16,
)


def check(processes, played):
    worker = processes.workers[0]
    code = f"H{next(CODES)}"
    product, place = worker.ask("prepare", SALES, code=code, units=5)
    seen = worker.ask(
        "play", STEPS, product=product, place=place, steps=[list(one) for one in played]
    )
    held, before = {}, {"available": 0, "beyond": 0}
    for after in seen:
        told = (after, seen)
        step, *params = after["step"]
        if step == "claim" and after["answer"]:
            grown = params[1] > held.get(params[0], 0)
            held[params[0]] = params[1]
            # nothing is granted that is not there, whatever was taken before
            assert not grown or after["available"] >= 0, told
        elif step in ("release", "expire"):
            held.pop(params[0], None)
        # what stock says and what its moves say is the same
        assert after["reserved"] == after["moves"], told
        # what is free is what is neither reserved nor kept
        free = after["on_hand"] - after["reserved"]
        assert after["available"] <= free - sum(held.values()) + 1e-6, told
        after["beyond"] = max(after["reserved"] - after["on_hand"], 0)
        if step in FACTS:
            # goods that are gone are gone: a promise may be broken, and is not denied
            assert step != "till_sale" or after["answer"], told
        else:
            # no promise brings more of it, and none is made before it is mended
            assert after["available"] >= min(before["available"], 0) - 1e-6, told
            assert after["beyond"] <= before["beyond"] + 1e-6, told
        before = after


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(played=steps)
def test_any_sequence_keeps_the_promise(processes, played):
    check(processes, played)


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(played=steps)
def test_many_sequences_keep_the_promise(processes, played):
    check(processes, played)
