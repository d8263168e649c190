# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .product_pricelist import RuleMemo

BATCH = 200
LATE_DAYS = 7
KEPT_DAYS = 400


class CommerceReplay(models.Model):
    """A day of a company, reckoned again on the other engine.

    The till reckons in JavaScript, everything else in Python. Each ticket of the day
    is put to the server's engine, each order to the rules of the till; what differs is
    a ``commerce.replay.gap`` with its cause. Nothing of the documents is changed.
    """

    _name = "commerce.replay"
    _description = "Price Comparison"
    _order = "day desc, id desc"
    _rec_name = "day"

    day = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self) - timedelta(days=1),
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("waiting", "In progress"), ("done", "Compared")],
        required=True,
        default="waiting",
        readonly=True,
    )
    ticket_count = fields.Integer(string="Tickets", readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    gap_ids = fields.One2many("commerce.replay.gap", "replay_id", readonly=True)
    gap_count = fields.Integer(string="Explained", compute="_compute_gaps")
    error_count = fields.Integer(string="To look at", compute="_compute_gaps")
    last_ticket_id = fields.Integer(readonly=True)
    last_order_id = fields.Integer(readonly=True)

    _day_uniq = models.UniqueIndex(
        "(company_id, day)", "This day is in the list already: compare it again there."
    )

    @api.depends("gap_ids.is_error")
    def _compute_gaps(self):
        counts = {
            (replay.id, is_error): count
            for replay, is_error, count in self.env["commerce.replay.gap"]._read_group(
                [("replay_id", "in", self.ids)],
                ["replay_id", "is_error"],
                ["__count"],
            )
        }
        for replay in self:
            replay.gap_count = counts.get((replay.id, False), 0)
            replay.error_count = counts.get((replay.id, True), 0)

    @api.depends("day", "company_id")
    def _compute_display_name(self):
        for replay in self:
            day = replay._fields["day"].convert_to_display_name(replay.day, replay)
            replay.display_name = f"{day} · {replay.company_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        replays = super().create(vals_list)
        replays._wake()
        return replays

    # Actions --------------------------------------------------------------------

    def action_replay(self):
        """Compare the day from its beginning; what was found before goes."""
        self.check_access("write")
        # sudo: gaps are written and removed by the program alone
        self.sudo().gap_ids.unlink()
        self.write(
            {
                "state": "waiting",
                "ticket_count": 0,
                "order_count": 0,
                "last_ticket_id": 0,
                "last_order_id": 0,
            }
        )
        self._wake()

    def action_open_gaps(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "unified_pos.action_commerce_replay_gap"
        )
        return {
            **action,
            "domain": [("replay_id", "=", self.id)],
            "context": {"search_default_group_cause": 1},
        }

    @api.constrains("day")
    def _check_day(self):
        for replay in self:
            if replay.day >= replay._today():
                raise ValidationError(
                    self.env._(
                        "A day can be compared once it is over. Choose a past day."
                    )
                )

    # The work -------------------------------------------------------------------

    def _wake(self):
        # sudo: whoever may ask for a comparison may not run scheduled actions
        self.env.ref("unified_pos.ir_cron_replay").sudo()._trigger()

    @api.model
    def _cron_replay(self):
        """Compare yesterday, what was asked for, and tickets that came late.

        A batch is committed with how far it got: the next run goes on from there, and
        no document is compared twice.
        """
        cron = self.env["ir.cron"]
        self._open_yesterday()
        since = fields.Date.today() - timedelta(days=LATE_DAYS)
        replays = self.search(
            Domain("state", "=", "waiting") | Domain("day", ">=", since), order="day"
        )
        cron._commit_progress(remaining=sum(replay._count_left() for replay in replays))
        for replay in replays:
            while done := replay._replay_batch():
                if not cron._commit_progress(done):
                    return
            if replay.state != "done":
                replay.state = "done"
                cron._commit_progress()

    @api.model
    def _open_yesterday(self):
        """Put yesterday on the list of each company that has a till."""
        for company in self.env["pos.config"].search([]).company_id:
            yesterday = self.new({"company_id": company.id})._today() - timedelta(1)
            mine = [("company_id", "=", company.id), ("day", "=", yesterday)]
            if not self.search_count(mine):
                self.create({"company_id": company.id, "day": yesterday})

    def _zone(self):
        company = self.company_id
        return pytz.timezone(company.partner_id.tz or self.env.user.tz or "UTC")

    def _today(self):
        return fields.Datetime.now().astimezone(self._zone()).date()

    def _bounds(self):
        """Return the first and the last moment of the day, in UTC."""
        zone = self._zone()

        def moment(day):
            local = zone.localize(datetime.combine(day, time.min))
            return local.astimezone(pytz.utc).replace(tzinfo=None)

        return moment(self.day), moment(self.day + timedelta(days=1))

    def _ticket_domain(self):
        start, end = self._bounds()
        return Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("paid", "done")),
                ("date_order", ">=", start),
                ("date_order", "<", end),
                ("id", ">", self.last_ticket_id),
            ]
        )

    def _order_domain(self):
        start, end = self._bounds()
        return Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "sale"),
                ("date_order", ">=", start),
                ("date_order", "<", end),
                ("id", ">", self.last_order_id),
                ("pos_order_line_ids", "=", False),
            ]
        )

    def _count_left(self):
        return self.env["pos.order"].search_count(self._ticket_domain()) + self.env[
            "sale.order"
        ].search_count(self._order_domain())

    def _replay_batch(self):
        """Compare the next documents of the day.

        The number of statements does not grow with the documents of a batch.

        :return: how many were compared, 0 when none is left
        """
        self.ensure_one()
        tickets = self.env["pos.order"].search(
            self._ticket_domain(), order="id", limit=BATCH
        )
        if tickets:
            self._keep(tickets._replay_on_server())
            self.write(
                {
                    "ticket_count": self.ticket_count + len(tickets),
                    "last_ticket_id": tickets[-1].id,
                }
            )
            return len(tickets)
        orders = self.env["sale.order"].search(
            self._order_domain(), order="id", limit=BATCH
        )
        if orders:
            self._keep(orders._replay_on_till())
            self.write(
                {
                    "order_count": self.order_count + len(orders),
                    "last_order_id": orders[-1].id,
                }
            )
        return len(orders)

    def _keep(self, gaps):
        # sudo: gaps are written by the program alone
        self.env["commerce.replay.gap"].sudo().create(
            [{**gap, "replay_id": self.id} for gap in gaps]
        )

    @api.model
    def _with_memo(self, documents, products):
        """Return documents that ask once for the price list rules of the articles."""
        # sudo: a comparison reads prices and taxes of whoever sold
        documents = documents.sudo()
        memo = RuleMemo(products.sudo())
        return documents.with_context(unified_rule_memo=memo)

    @api.autovacuum
    def _gc_replays(self):
        limit = fields.Date.today() - timedelta(days=KEPT_DAYS)
        self.search([("day", "<", limit)], limit=1000).unlink()
