# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from ..exceptions import CardBusyError, PointsRefusedError
from ..tools import Source, get_source
from .loyalty_hold import CAPTURE_MINUTES
from .loyalty_movement import round_points

# without a sale: the balance shows at once, whoever reads next in this transaction
BY_HAND = Source(after_commit=False)
# what was won for goods that came back, or is on another card now, is gone already
SETTLED = ("opening", "reverse", "transfer")

# who reads the ledger; a cashier sees what the account service tells the till
READERS = (
    "sales_team.group_sale_salesman",
    "unified_commerce_base.group_commerce_user",
)


class LoyaltyCard(models.Model):
    """Every change of the points of a card is a movement of the ledger.

    ``points`` stays the column that Odoo reads and writes; writing it is the one way
    in. What it lowers is authorised first, in a transaction of its own, unless the
    sale did so before; so nobody can spend what is not there, on any channel.
    """

    _inherit = "loyalty.card"

    # the ledger tells more than a note in the chatter
    points = fields.Float(tracking=False)
    movement_ids = fields.One2many(
        "loyalty.movement", "card_id", readonly=True, groups=",".join(READERS)
    )
    points_pending = fields.Float(
        compute="_compute_points_pending",
        help="Won, and valid once the customer can no longer send the goods back.",
    )
    points_held = fields.Float(
        string="Authorised",
        compute="_compute_points_held",
        groups=",".join(READERS),
        help="Kept for somebody who is paying with this card now.",
    )
    blocked = fields.Boolean(readonly=True, copy=False, help="Lost or stolen.")
    merged_into_id = fields.Many2one(
        "loyalty.card", readonly=True, index="btree_not_null", copy=False
    )

    def _compute_points_pending(self):
        balances = self.env["loyalty.movement"]._get_balances(self)
        for card in self:
            card.points_pending = balances[card][1]

    def _compute_points_held(self):
        held = self.env["loyalty.hold"]._read_held(self)
        for card in self:
            card.points_held = held.get(card._origin.id, 0.0)

    # One way in -----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        source = get_source(self.env)
        kind = "earn" if source and source.document else "opening"
        changes = {card: card.points for card in cards}
        cards._record_changes(changes, kind, before=dict.fromkeys(cards, 0.0))
        return cards

    def write(self, vals):
        if "points" not in vals:
            return super().write(vals)
        self._check_points_by_hand()
        changes = {card: vals["points"] - card.points for card in self}
        self._check_changes_by_hand(changes)
        rest = {name: value for name, value in vals.items() if name != "points"}
        result = super().write(rest) if rest else True
        if get_source(self.env):
            self._record_changes(changes)
        else:
            self._record_changes(changes, "adjust")
        return result

    def unlink(self):
        """Put away a card that has moved points: its ledger stays."""
        kept = self.filtered("movement_ids")
        kept.active = False
        return super(LoyaltyCard, self - kept).unlink()

    def _record_changes(self, changes, kind="", before=None):
        """Make the movements of these changes of points, and show the new balances.

        :param changes: {card: points more or less}
        :param kind: kind of the movements where the source does not say it
        :raise PointsRefusedError: a card would go below zero
        """
        changes = {card: round_points(points) for card, points in changes.items()}
        changes = {card: points for card, points in changes.items() if points}
        if not changes:
            return
        source = get_source(self.env) or BY_HAND
        kind = source.kind or kind
        token = source.token or uuid4().hex
        before = before or {card: card.points for card in changes}
        rows = []
        if source.undo:
            rows, changes = self._prepare_undo(changes, source)
        missing = {}
        if kind not in SETTLED and not source.undo:
            taken = {
                card: card._get_taken(points, source, kind)
                for card, points in changes.items()
            }
            taken = {card: points for card, points in taken.items() if points}
            missing = taken and self._authorize_taken(token, taken, source)
        for card, points in changes.items():
            short = missing.get(card, 0.0)
            rows += card._prepare_movements(points, source, kind, token, short)
        self.env["loyalty.movement"]._record(rows, source.after_commit)
        self._show_changes(rows, before)

    def _prepare_undo(self, changes, source):
        """Return the movements that undo a document, and the changes it knows not.

        An order from before the ledger has no movement of its own to undo.
        """
        movements = self.env["loyalty.movement"]._of(source.document)
        known = movements.card_id | movements.via_card_id
        rows = movements._prepare_reversals(
            1.0, source.document._prepare_loyalty_source()
        )
        return rows, {
            card: points for card, points in changes.items() if card not in known
        }

    def _authorize_taken(self, token, taken, source):
        """Authorise what is taken; return what cards cannot pay: nothing, or it raises.

        What was sold already is never refused: a card then pays what it has, and the
        rest is reported.
        """
        try:
            grant = self.env["loyalty.hold"]._authorize(
                token,
                taken,
                minutes=CAPTURE_MINUTES,
                document=source.document,
                partial=source.settled,
            )
            granted = grant.granted
        except PointsRefusedError:
            if not source.settled:
                raise
            # blocked or put away since: it pays nothing
            granted = dict.fromkeys([card.id for card in taken], 0.0)
        except CardBusyError as busy:
            if not source.settled:
                raise
            # the sale stands, so the whole request is run again
            raise ConcurrencyError(str(busy)) from busy
        missing = {
            card: round_points(points - granted[card.id])
            for card, points in taken.items()
        }
        for card, points in missing.items():
            if points:
                card._report_missing(points, source)
        return missing

    def _get_taken(self, points, source, kind):
        """Return what a change takes off what is valid on this card now.

        What a sale wins pays for what it spends, unless it is valid only later.
        """
        self.ensure_one()
        if self.program_id.points_valid_after:
            return self._split(points, source.document, kind)[1]
        return max(-points, 0.0)

    def _show_changes(self, rows, before):
        """Show the new balances to the rest of this transaction, and tell customers."""
        valid = {}
        for row in rows:
            if not row.get("valid_from"):
                valid.setdefault(row["card_id"], 0.0)
                valid[row["card_id"]] += row["points"]
        shown = {}
        for card, points in before.items():
            after = round_points(points + valid.get(card.id, 0.0))
            shown[card] = {"old": points, "new": after}
            card._fields["points"]._update_cache(card, after)
        # core's own message, which follows a write of the column
        self.browse().union(*shown)._send_points_reach_communication(shown)

    def _prepare_movements(self, points, source, kind, token, missing=0.0):
        """Return the values of the movements of one change of this card.

        A sale that both wins and spends points makes a movement of each.

        :param missing: what the card cannot pay of what is spent
        """
        self.ensure_one()
        document = source.document
        if source.gives_back and points > 0:
            kind = "reverse"
        base = {
            "card_id": self.id,
            "reason": source.reason or False,
            "key": source.key or False,
            **(document._prepare_loyalty_source() if document else self._by_hand()),
            **(self._get_reversed(points, document) if kind == "reverse" else {}),
            **(source.values or {}),
        }
        won, spent = self._split(points, document, kind)
        spent = round_points(spent - missing)
        rows = []
        if won:
            rows.append(
                {
                    **base,
                    **self.program_id._get_lot_values(pending=bool(document)),
                    "kind": kind or "earn",
                    "points": won,
                }
            )
        if spent:
            rows.append(
                {**base, "kind": kind or "burn", "points": -spent, "token": token}
            )
        if len(rows) > 1 and source.key:
            rows[1]["key"] = f"{source.key}:spent"
        return rows

    def _split(self, points, document, kind):
        """Return (won, spent), both positive, of a change."""
        if document and not kind:
            won, spent = document._get_loyalty_parts(self)
            if not round_points(won - spent - points):
                return round_points(won), round_points(spent)
        return (points, 0.0) if points > 0 else (0.0, -points)

    def _get_reversed(self, points, document):
        """Return what a reversal of part of a document reverses: its last movement."""
        if not document:
            return {}
        kind = "burn" if points > 0 else "earn"
        movements = self.env["loyalty.movement"]._of(document, self)
        reversed_one = movements.filtered(lambda one: one.kind == kind)[-1:]
        return {"reversed_id": reversed_one.id}

    @api.model
    def _by_hand(self):
        return {"operator_model": "res.users", "operator_ref": self.env.uid}

    def _report_missing(self, missing, source):
        """Tell a person that a sale that cannot be undone spent more than there was."""
        self.ensure_one()
        card = self.sudo()  # sudo: a cashier may cause a line, only staff may read it
        document = source.document
        self.env["commerce.exception"]._report(
            "loyalty",
            document if document is not None else card,
            self.env._(
                "%(document)s spent %(points)s more than the card of %(customer)s had.",
                document=document.display_name if document else card.display_name,
                points=card._format_points(missing).strip(),
                customer=card.partner_id.display_name or card.code,
            ),
            self.env._(
                "The sale stands and the card was not taken below zero. Settle the "
                "difference with the customer, or leave it as a gift."
            ),
            channel=document.channel_id if document else None,
            key=f"points:{card.id}:{source.key or source.token or uuid4().hex}",
        )

    def _check_nobody_pays(self):
        """Keep these cards from being spent until this transaction ends.

        :raise UserError: somebody is paying with one of them now
        :raise CardBusyError: the card is in use elsewhere in this instant
        """
        if not self:
            return
        holds = self.env["loyalty.hold"]
        holds._lock_cards(self.env.cr, self.ids)
        if any(holds._read_held(self).values()):
            raise UserError(
                self.env._(
                    "Somebody is paying with this card. Try again once they have paid."
                )
            )

    # Reading --------------------------------------------------------------------

    def _round_points(self, points):
        """Round as people see the points of this card: money as money, two places."""
        if self.program_id.currency_id.symbol == self.point_name:
            return self.program_id.currency_id.round(points)
        return round(points + 0.0, 2)

    def _get_successor(self):
        """Return the card that took over what was on this one."""
        self.ensure_one()
        card = self
        while card.merged_into_id:
            card = card.merged_into_id
        return card
