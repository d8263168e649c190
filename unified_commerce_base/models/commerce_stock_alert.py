# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import math
from datetime import timedelta

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize, split_every

from odoo.addons.base.models.res_partner import _lang_get

from .commerce_availability import PRECISION

_logger = logging.getLogger(__name__)

MAX_WAITING = 50
MAX_BOUNCES = 5
AT_ONCE = 100
# who was told has a day to come before the next ones are told of the same units
FIRST_CHANCE = timedelta(days=1)
KEPT_WAITING = timedelta(days=365)
KEPT_AFTER = timedelta(weeks=8)
WAITING = Domain("state", "=", "waiting")


class CommerceStockAlert(models.Model):
    """Somebody wants to be told when an article can be had again.

    Whatever the channel it was asked on, there is one waiting alert for a person, an
    article and a place. It ends once: by its one mail, or without.

    Who asked first is told first, and no more people than there are units. Those who
    were told within the last day count as having taken one: two units, two people;
    the next ones when units remain after a day, or when more come in.
    """

    _name = "commerce.stock.alert"
    _description = "Back in Stock Alert"
    _order = "id desc"
    _rec_name = "product_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    email = fields.Char(
        compute="_compute_email",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Where the one mail goes.",
    )
    lang = fields.Selection(
        _lang_get,
        string="Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
    )
    product_id = fields.Many2one(
        "product.product",
        string="Article",
        required=True,
        ondelete="cascade",
        check_company=True,
        domain=[("is_storable", "=", True)],
    )
    channel_id = fields.Many2one(
        "commerce.channel",
        string="Asked on",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        default=lambda self: self.env["commerce.channel"]._get_phone(self.env.company),
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Place",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="The store the customer wants it in. Empty: wherever the channel sells "
        "from.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [("waiting", "Waiting"), ("told", "Told"), ("cancelled", "Cancelled")],
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
    )
    reason = fields.Selection(
        [
            ("customer", "The customer does not wait any more"),
            ("staff", "Stopped by the staff"),
            ("gone", "Not sold any more"),
            ("address", "The address refuses mail"),
            ("old", "Waited for a year"),
        ],
        string="Why",
        readonly=True,
        copy=False,
    )
    closed_date = fields.Datetime(
        string="Told or stopped on", readonly=True, copy=False
    )

    _one_waiting = models.UniqueIndex(
        "(product_id, partner_id, company_id, COALESCE(warehouse_id, 0))"
        " WHERE state = 'waiting'",
        "This customer waits for this article already.",
    )
    _ended = models.Index("(product_id, closed_date) WHERE state <> 'waiting'")

    @api.depends("partner_id")
    def _compute_email(self):
        for alert in self:
            alert.email = alert.partner_id.email_normalized or alert.email

    @api.depends("partner_id")
    def _compute_lang(self):
        for alert in self:
            alert.lang = alert.partner_id.lang or alert.lang

    @api.constrains("email")
    def _check_email(self):
        for alert in self:
            if not email_normalize(alert.email):
                raise ValidationError(
                    self.env._("%s is not an e-mail address.", alert.email)
                )

    # Asking ---------------------------------------------------------------------

    @api.model
    def _ask(self, partner, product, channel, warehouse=None, email=None, lang=None):
        """Write down who wants to be told; asking again changes nothing.

        :param channel: ``commerce.channel`` it is asked on
        :param warehouse: the place the customer wants it in; none: wherever the
            channel sells from
        :param email: another address than the one of the contact
        :param lang: language of the mail, when it is not the one of the contact
        :return: the alert that waits
        :raise UserError: there is nothing to wait for, or no address to write to
        :raise ConcurrencyError: asked twice at the same moment; the request runs
            again by itself and finds the other
        """
        # sudo: visitors and tills ask, who hold no right on the list of who waits
        alerts, partner, product, channel = (
            records.sudo() for records in (self, partner, product, channel)
        )
        company, place = channel.company_id, warehouse.id if warehouse else False
        asked = Domain("partner_id", "=", partner.id) & Domain(
            "company_id", "=", company.id
        )
        waiting = alerts.search(
            WAITING
            & asked
            & Domain("product_id", "=", product.id)
            & Domain("warehouse_id", "=", place)
        )
        if waiting:
            return waiting
        email = email_normalize(email or partner.email)
        alerts._check_ask(asked, product, email)
        values = {
            "partner_id": partner.id,
            "product_id": product.id,
            "channel_id": channel.id,
            "warehouse_id": place,
            "company_id": company.id,
            "email": email,
        }
        if lang:
            values["lang"] = lang
        try:
            with self.env.cr.savepoint(flush=False):
                return alerts.create(values)
        except UniqueViolation as error:
            self.env.cr.clear()
            raise ConcurrencyError(
                self.env._("This was asked for from another screen.")
            ) from error

    def _check_ask(self, asked, product, email):
        if not product.active or not product.is_storable:
            raise UserError(
                self.env._("%s is not kept in stock.", product.display_name)
            )
        if not email:
            raise UserError(
                self.env._("An e-mail address is needed to tell the customer.")
            )
        if self.search_count(WAITING & asked, limit=MAX_WAITING) >= MAX_WAITING:
            raise UserError(
                self.env._(
                    "%s articles are waited for already. Stop some alerts first.",
                    MAX_WAITING,
                )
            )

    @api.model
    def _is_address_refused(self, email):
        """Say whether mail to an address comes back, or is not wanted at all."""
        # sudo: a yes or a no, for whoever asks for the customer
        env = self.sudo().env
        return bool(
            env["mail.blacklist"].search_count([("email", "=", email)], limit=1)
            or env["res.partner"].search_count(
                [
                    ("email_normalized", "=", email),
                    ("message_bounce", ">=", MAX_BOUNCES),
                ],
                limit=1,
            )
        )

    # Telling --------------------------------------------------------------------

    @api.model
    def _wake(self, products=None):
        """Begin to tell soon, when somebody waits for one of the articles.

        Called in the transaction that moves the goods: one look into an index, as a
        rule, and nothing else.
        """
        # sudo: whoever moves goods, the ones who wait are told
        waiting = WAITING
        if products is not None:
            waiting &= Domain("product_id", "in", products.ids)
        if not self.sudo().search_count(waiting, limit=1):
            return
        cron = self.env.ref(
            "unified_commerce_base.ir_cron_stock_alert", raise_if_not_found=False
        )
        # goods move all the same when somebody has deleted the job
        if cron:
            cron._trigger()

    @api.model
    def _cron_tell(self):
        """Tell those who wait for what is there again.

        Only one process does this at a time: the lock is the one of the cron.
        """
        cron = self.env["ir.cron"]
        self._end_hopeless()
        rows = self._read_group(WAITING, ["product_id"])
        product_ids = sorted(product.id for [product] in rows)
        cron._commit_progress(remaining=len(product_ids))
        for ids in split_every(AT_ONCE, product_ids):
            products = self.env["product.product"].browse(ids)
            for product in self._get_offers(products):
                while self._tell_next(product):
                    if not cron._commit_progress():
                        return
            if not cron._commit_progress(len(ids)):
                return

    def _end_hopeless(self):
        """End what nobody can be told of any more."""
        inactive = Domain.OR(
            Domain(name, "any", [("active", "=", False)])
            for name in ("product_id", "partner_id", "warehouse_id", "channel_id")
        )
        self.search(WAITING & inactive)._close("cancelled", "gone")

    @api.model
    def _get_offers(self, products):
        """Return what can be offered to those who wait for these articles.

        :return: {product: {(channel, place or none): (places counted, units)}}, only
            where there is something
        """
        rows = self._read_group(
            WAITING & Domain("product_id", "in", products.ids),
            ["channel_id", "warehouse_id", "product_id"],
        )
        offers = {}
        for channel in self.env["commerce.channel"].union(*(row[0] for row in rows)):
            asked = [row[1:] for row in rows if row[0] == channel]
            served = channel._get_served_places()
            available = self.env["commerce.availability"]._read(
                products, served.union(*(place for place, _one in asked)), channel
            )
            for place, product in asked:
                places = place or served
                units = self._count_units(
                    product,
                    bool(place),
                    sum(available[product.id, one.id] for one in places),
                )
                if units > 0 and channel._offers(product):
                    offers.setdefault(product, {})[channel, place] = places, units
        return offers

    @staticmethod
    def _count_units(product, at_place, available):
        """Return how many can be served; what needs no stock is for everybody."""
        if not product.is_storable or not (at_place or product._is_promise_limited()):
            return math.inf
        return math.ceil(round(available, PRECISION))

    @api.model
    def _tell_next(self, product):
        """Tell the first ones who wait for an article, as many as there are units.

        :return: whether somebody more may have to be told
        """
        offers = self._get_offers(product).get(product, {})
        candidates = self.browse()
        for (channel, place), (_places, units) in offers.items():
            candidates |= self.search(
                WAITING
                & Domain("product_id", "=", product.id)
                & Domain("channel_id", "=", channel.id)
                & Domain("warehouse_id", "=", place.id),
                order="id",
                limit=min(units, AT_ONCE),
            )
        try:
            with self.env.cr.savepoint():
                candidates = candidates.sorted("id")[:AT_ONCE].try_lock_for_update()
                return bool(self._choose(product, candidates, offers)._tell())
        except SerializationFailure:
            _logger.info("Alerts on %s have just changed: told later", product.id)
            self._wake(product)
            return False

    def _choose(self, product, candidates, offers):
        """Return those of the candidates there is a unit for, the first ones first."""
        told = self.search(
            Domain("product_id", "=", product.id)
            & Domain("state", "=", "told")
            & Domain("closed_date", ">", fields.Datetime.now() - FIRST_CHANCE)
        )
        taken = [
            alert.warehouse_id or alert.channel_id._get_served_places()
            for alert in told
        ]
        chosen = self.browse()
        for alert in candidates:
            places, units = offers[alert.channel_id, alert.warehouse_id]
            if units > sum(1 for one in taken if one & places):
                chosen |= alert
                taken.append(places)
        return chosen

    def _tell(self):
        """Write the one mail of each, and remember it: both are kept, or neither.

        :return: those that ended, told or not
        """
        refused = self.filtered(lambda alert: self._is_address_refused(alert.email))
        refused._close("cancelled", "address")
        told = self - refused
        if told:
            template = self.env.ref("unified_commerce_base.mail_template_stock_alert")
            template.send_mail_batch(told.ids)
            told._close("told")
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return self

    def _close(self, state, reason=False):
        """End what still waits."""
        self.filtered(lambda alert: alert.state == "waiting").write(
            {"state": state, "reason": reason, "closed_date": fields.Datetime.now()}
        )

    # What the mail says ---------------------------------------------------------

    def _get_product_name(self):
        self.ensure_one()
        return self.product_id.with_context(display_default_code=False).display_name

    def _get_product_url(self):
        """Hook: return the address of the article's page, if it has one."""
        self.ensure_one()
        return False

    def _get_stop_url(self):
        """Hook: return the address of the page that stops alerts, if there is one."""
        self.ensure_one()
        return False

    # People ---------------------------------------------------------------------

    def action_cancel(self):
        """Stop the alerts for the customers, who do not wait any more."""
        self.check_access("write")
        self._close("cancelled", "staff")

    @api.model
    def _merge_waiting(self, partners):
        """Keep the oldest of the alerts that become the same for one person."""
        kept = set()
        for alert in self.search(
            WAITING & Domain("partner_id", "in", partners.ids), order="id"
        ):
            key = alert.product_id, alert.company_id, alert.warehouse_id
            if key in kept:
                alert.unlink()
            kept.add(key)

    @api.autovacuum
    def _gc_alerts(self):
        """Keep the address of nobody longer than it serves."""
        now = fields.Datetime.now()
        self.search(
            WAITING & Domain("create_date", "<", now - KEPT_WAITING), limit=1000
        )._close("cancelled", "old")
        self.search(
            ~WAITING & Domain("closed_date", "<", now - KEPT_AFTER), limit=1000
        ).unlink()
