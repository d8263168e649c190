# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os

from cryptography.hazmat.primitives.asymmetric import ec
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from odoo.tests import tagged

from ..exceptions import SealingGapError
from ..verifier import fiscal_verify
from .fiscal_common import FiscalCase

DEVICES = 3
TYPES = ("SALE", "REFUND", "CANCEL", "DEPOSIT", "CREDIT", "INVOICE")
ticket = some.tuples(
    some.integers(0, DEVICES - 1),
    some.sampled_from(TYPES),
    some.sampled_from(("20", "5.5", "2.1", "NS")),
    some.integers(-100_000, 100_000),
    some.booleans(),
)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestAnyInterleaving(FiscalCase):
    @settings(
        max_examples=int(os.environ.get("UNIFIED_EXAMPLES", "10")),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(some.lists(ticket, min_size=1, max_size=25), some.randoms())
    def test_tickets_of_several_devices_give_whole_chains_and_exact_totals(
        self, tickets, chance
    ):
        savepoint = self.env.cr.savepoint()
        try:
            self._sell_and_check(tickets, chance)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _sell_and_check(self, tickets, chance):
        tills = [_Till(self, rank) for rank in range(DEVICES)]
        arriving = []
        for rank, kind, rate, base, offline in tickets:
            sent = tills[rank].sell(kind, rate, base, offline)
            # without network it is sent some time later, in any order
            arriving.insert(chance.randint(0, len(arriving)) if offline else 0, sent)
            if not offline:
                arriving = self._deliver(arriving)
        while arriving:
            arriving = self._deliver(arriving)
        proofs = self.env["fiscal.proof"]
        proofs._prove(self.company, "full")
        defects = proofs.search([("company_id", "=", self.company.id)])
        self.assertFalse([one for one in defects.mapped("defects") if one])
        for rank, till in enumerate(tills):
            mine = [
                (kind, rate, base)
                for at, kind, rate, base, _offline in tickets
                if at == rank
            ]
            counted = [
                base
                for kind, rate, base in mine
                if kind in fiscal_verify.COUNTED and rate != "NS"
            ]
            till.chain.invalidate_recordset()
            self.assertEqual(till.chain.seq, len(mine))
            self.assertEqual(till.chain.gt_alg, sum(counted))
            self.assertEqual(till.chain.gt_abs, sum(map(abs, counted)))

    def _deliver(self, arriving):
        """Seal what can be; return what waits for tickets before it."""
        waiting = []
        for chain, content, statement, signature in arriving:
            try:
                self.env["fiscal.document"]._seal(
                    chain, content, None, statement, signature
                )
            except SealingGapError:
                waiting.append((chain, content, statement, signature))
        return waiting


class _Till:
    """A browser that numbers and signs its own tickets."""

    def __init__(self, case, rank):
        self.case, self.key = case, ec.generate_private_key(fiscal_verify.CURVE)
        device = case.env["fiscal.device"]._find_or_enrol(
            case.till,
            f"browser-{rank + 10}",
            fiscal_verify.public_pem(self.key.public_key()),
        )
        self.chain = case.till._get_chain("ticket", device)
        self.seq, self.previous = 0, ""

    def sell(self, kind, rate, base, offline):
        self.seq += 1
        statement = fiscal_verify.canonical(
            {
                "no": self.chain._format_number(self.seq),
                "ts": "20261001115900",
                "tz": "+0200",
                "prev": self.previous,
                "offline": offline,
            }
        )
        self.previous = fiscal_verify.sign(statement, self.key)
        content = self.case._ticket((rate, base, 0), doc_type=kind)
        return self.chain, content, statement, self.previous
