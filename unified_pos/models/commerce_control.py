# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import models
from odoo.tools import format_amount, format_date

from odoo.addons.unified_commerce_base.models.commerce_stock_check import Finding

from .commerce_replay import LATE_DAYS


class CommerceControl(models.Model):
    _inherit = "commerce.control"

    def _control_same_price(self):
        """Till and server reckon the same price, tax and total, to the cent."""
        Replay = self.env["commerce.replay"]
        Replay._open_yesterday()
        found = []
        for company, replays in self._replays_to_prove():
            found += self._prove_finished(company, replays)
            for replay in replays:
                found += self._prove_same_price(replay)
        return found

    def _replays_to_prove(self):
        Replay = self.env["commerce.replay"]
        companies = self.env["pos.config"].search([]).company_id
        for company in companies:
            since = Replay.new({"company_id": company.id})._today() - timedelta(
                days=LATE_DAYS
            )
            yield (
                company,
                Replay.search([("company_id", "=", company.id), ("day", ">=", since)]),
            )

    def _prove_finished(self, company, replays):
        """Yesterday may still be under way; an older day has been forgotten."""
        yesterday = self.env["commerce.replay"].new({"company_id": company.id})._today()
        yesterday -= timedelta(days=1)
        return [
            Finding(
                replay,
                self.env._(
                    "Prices of %s have not been compared.",
                    format_date(self.env, replay.day),
                ),
                self.env._(
                    "Look whether scheduled actions run, then compare the day again."
                ),
                company=company,
            )
            for replay in replays
            if replay.state == "waiting" and replay.day < yesterday
        ]

    def _tell_gaps(self, count, **told):
        if count == 1:
            return self.env._(
                "%(day)s: till and server differ once, %(sum)s (%(cause)s).", **told
            )
        return self.env._(
            "%(day)s: till and server differ %(count)s times, %(sum)s in all "
            "(%(cause)s).",
            count=count,
            **told,
        )

    def _prove_same_price(self, replay):
        """One finding for each cause of a day, whatever the number of documents."""
        Gap = self.env["commerce.replay.gap"]
        causes = dict(Gap._fields["cause"]._description_selection(self.env))
        groups = Gap._read_group(
            [("replay_id", "=", replay.id), ("is_error", "=", True)],
            ["cause", "currency_id"],
            ["__count", "gap:sum"],
        )
        return [
            Finding(
                replay,
                self._tell_gaps(
                    count,
                    day=format_date(self.env, replay.day),
                    sum=format_amount(self.env, gap, currency),
                    cause=causes[cause],
                ),
                self.env._(
                    "Open the day, look at the lines and mend the price, the tax or "
                    "the promotion that they name."
                ),
                key=f"{replay.id}:{cause}:{currency.id}",
                company=replay.company_id,
                count=count,
            )
            for cause, currency, count, gap in groups
        ]
