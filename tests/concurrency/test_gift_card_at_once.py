# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A gift card pays what is on it once, from processes of their own."""

from pathlib import Path

import pytest

STEPS = Path(__file__).with_name("gift_cards.py")
ROUNDS = [
    pytest.param(3, id="three"),
    pytest.param(100, id="hundred", marks=pytest.mark.long),
]


@pytest.fixture
def card(processes, request):
    return processes.workers[0].ask(
        "prepare", STEPS, code=request.node.name, amount=50.0
    )


def balance(processes, card):
    return processes.rows(
        "SELECT sum(points)::float FROM loyalty_movement WHERE card_id = %s", card
    )[0][0]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_fifty_spent_as_thirty_and_thirty_pays_one_and_tells_what_is_left(
    processes, rounds
):
    for number in range(rounds):
        card = processes.workers[0].ask(
            "prepare", STEPS, code=f"round-{number}", amount=50.0
        )
        answers = processes.ask("spend", STEPS, card=card, amount=30.0)
        spent = [one for one in answers if "spent" in one]
        told = [one["left"] for one in answers if "left" in one]
        assert len(spent) == 1, answers
        assert told == [20.0] * (len(answers) - 1)
        assert balance(processes, card) == 20.0


def test_card_whose_other_leg_is_refused_is_whole_again(processes, card):
    first, second, _third = processes.workers
    payment = first.ask(
        "keep_and_begin_payment", STEPS, card=card, part=30.0, whole=80.0
    )
    assert second.ask("left", STEPS, card=card) == 20.0
    # the provider's answer reaches another process
    second.ask("refuse_payment", STEPS, payment=payment)
    assert first.ask("left", STEPS, card=card) == 50.0
    assert balance(processes, card) == 50.0
    assert second.ask("spend", STEPS, card=card, amount=50.0) == {"spent": 50.0}


def test_money_kept_by_a_process_that_died_comes_back_by_itself(processes, card):
    first, second, _third = processes.workers
    first.ask("keep_and_begin_payment", STEPS, card=card, part=30.0, whole=80.0)
    assert second.ask("spend", STEPS, card=card, amount=50.0) == {"left": 20.0}
    connection = processes.lab.connect(processes.database)
    with connection, connection.cursor() as cr:
        cr.execute(
            "UPDATE loyalty_hold SET expires_at = now() AT TIME ZONE 'UTC'"
            " WHERE card_ref = %s",
            [card],
        )
    connection.close()
    assert second.ask("spend", STEPS, card=card, amount=50.0) == {"spent": 50.0}
