# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from .fiscal_common import FiscalCase

DAY = date(2026, 10, 1)


class ClosingCase(FiscalCase):
    """The golden day: R1 … R6 on two tills, sealed at their hour."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till_2 = cls.env["fiscal.till"]._find_or_create(
            cls.company, "pos", "Caisse 2", "S1C2"
        )
        cls.device_2 = cls.env["fiscal.device"]._find_or_enrol(cls.till_2, "browser-3")
        cls.chain_2 = cls.till_2._get_chain("ticket", cls.device_2)
        cls.closings = cls.env["fiscal.closing"]
        cls.env.cr.postcommit.run()

    @classmethod
    def _sell(cls, moment, rows, payments=None, chain=None, **values):
        """Seal a ticket at a moment (UTC); payments: {mode: cents}."""
        content = cls._ticket(*rows, **values)
        if payments is not None:
            content["payments"] = [
                {
                    "mode": mode,
                    "amount": cents,
                    "currency": "EUR",
                    **({"cash": True} if mode == "ESP" else {}),
                }
                for mode, cents in payments.items()
            ]
        with freeze_time(moment):
            return cls.env["fiscal.document"]._seal(chain or cls.chain, content)

    @classmethod
    def _sell_golden_day(cls):
        sell, two = cls._sell, cls.chain_2
        sell(
            "2026-10-01 08:15:00",
            [("20", 4158, 832), ("5.5", 1706, 94), ("2.1", 686, 14)],
            {"CB": 7490},
        )
        sell(
            "2026-10-01 09:02:00",
            [("5.5", 1351, 74), ("20", 749, 150)],
            {"ESP": 2324},
            lines=[
                {
                    "label": "Café",
                    "qty": "3",
                    "unit": 475,
                    "discount": "0",
                    "ttc": 1425,
                },
                {
                    "label": "Mug",
                    "qty": "1",
                    "unit": 999,
                    "discount": "10",
                    "ttc": 899,
                    "off": 100,
                },
            ],
        )
        sell(
            "2026-10-01 13:30:00",
            [("NS", 5000, 0), ("20", 1666, 333)],
            {"CHQ": 6999},
            two,
            vouchers={"issued": 5000},
        )
        sell(
            "2026-10-01 14:45:00",
            [("20", 2917, 583)],
            {"CADEAU": 3500},
            vouchers={"redeemed": 3500},
        )
        sell(
            "2026-10-01 15:20:00",
            [("20", -4158, -832)],
            {"CB": -4990},
            doc_type="REFUND",
        )
        sell("2026-10-01 16:05:00", [("20", 2500, 500)], {"ESP": 3000}, two)

    @classmethod
    def _close(cls, till, period="day", day=DAY, at="2026-10-02 03:00:00"):
        """Close a period at a moment (UTC) and return its content."""
        with freeze_time(at):
            closing = cls._closing(till, period, day)
        return closing._get_content()

    @classmethod
    def _closing(cls, till, period="day", day=DAY):
        till = till or cls.env["fiscal.till"]
        closing_id = cls.closings._close(cls.company, till, period, day)
        cls.env.invalidate_all()
        return cls.closings.browse(closing_id)
