# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# what is changed here must be there before
from . import loyalty_card_transfer  # noqa: F401
from .loyalty_card_bonus import BIRTHDAY_GAP
from .loyalty_card_ledger import READERS

# what would tear a card from the household it is in
TIES = {"partner_id", "program_id"}
NO_MAIL = {"loyalty_no_mail": True, "action_no_send_mail": True}


class LoyaltyCard(models.Model):
    """Members of a household keep a card each, which shows one balance for all.

    The points are on a card that is nobody's: the household's. Whatever a member wins
    or spends with their own card, by Odoo's own flows, moves there. So each channel
    finds the card of who is there, as always, and knows nothing of the others.
    """

    _inherit = "loyalty.card"

    is_household = fields.Boolean(
        readonly=True, copy=False, help="Holds the points of a household."
    )
    household_card_id = fields.Many2one(
        "loyalty.card",
        string="Household",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The points that this card shows and spends are those of the household.",
    )
    household_card_ids = fields.One2many(
        "loyalty.card", "household_card_id", readonly=True, copy=False
    )
    household_size = fields.Integer(string="Members", readonly=True, copy=False)
    household_member_ids = fields.One2many(
        "loyalty.card.member", "household_id", readonly=True, groups=",".join(READERS)
    )
    points_aside = fields.Boolean(
        readonly=True,
        copy=False,
        help="The member's own points were not brought into the household: they come "
        "back when the member leaves.",
    )

    def _get_ledger_card(self):
        """Return the card whose movements make the balance of this one."""
        self.ensure_one()
        return self.household_card_id or self

    @api.depends("is_household", "household_member_ids.partner_id.name")
    def _compute_display_name(self):
        super()._compute_display_name()
        for card in self.filtered("is_household"):
            # sudo: the name of the head, for whoever may read the card
            head = card.sudo().household_member_ids._get_head().partner_id
            card.display_name = self.env._(
                "%(program)s: household of %(head)s",
                program=card.program_id.name,
                head=head.name or card.code,
            )

    def write(self, vals):
        if not TIES.isdisjoint(vals) or vals.get("active") is False:
            self._check_no_household(vals)
        return super().write(vals)

    def unlink(self):
        self._check_no_household({"active": False})
        return super().unlink()

    def _check_no_household(self, vals):
        """Refuse what would part a card from the household it belongs to.

        :raise UserError: the card is a member's, or holds the points of members
        """
        for card in self:
            if not card.household_card_id and not card.household_size:
                continue
            if "active" not in vals and all(
                card[name].id == vals[name] for name in TIES & set(vals)
            ):
                continue
            raise UserError(
                self.env._(
                    "%s is part of a household: its members leave the household first.",
                    card.display_name,
                )
            )

    # What people see of a card is the household's ----------------------------------

    def _compute_points_pending(self):
        members = self.filtered("household_card_id")
        super(LoyaltyCard, self - members)._compute_points_pending()
        for card in members:
            card.points_pending = card.household_card_id.points_pending

    def _get_expiring(self):
        if not self.household_card_id:
            return super()._get_expiring()
        ledgers = {card: card._get_ledger_card() for card in self}
        shared = self.browse().union(*ledgers.values())
        found = super(LoyaltyCard, shared)._get_expiring()
        return {
            card: found[ledger] for card, ledger in ledgers.items() if ledger in found
        }

    def _with_household(self):
        """Return these cards, those of their households and of all their members."""
        cards = self.sudo()  # sudo: what concerns one concerns all, whoever sells
        households = cards.filtered("is_household") | cards.household_card_id
        return cards | households | households.household_card_ids

    # Bonuses ----------------------------------------------------------------------

    def _give_welcome(self):
        """Who begins a card by joining a household is welcomed by it, not anew."""
        alone = self.filtered(lambda card: not card.household_card_id)
        return super(LoyaltyCard, alone)._give_welcome()

    @api.model
    def _get_birthday_cards(self, today):
        """One birthday a year brings a bonus to a household: the first."""
        cards = super()._get_birthday_cards(today)
        households = cards.household_card_id
        if not households:
            return cards
        given = self.env["loyalty.movement"].search(
            Domain("card_id", "in", households.ids)
            & Domain("key", "=like", "bonus:birthday:%")
            & Domain("date", ">", fields.Datetime.now() - BIRTHDAY_GAP)
        )
        return cards.filtered(lambda card: card.household_card_id not in given.card_id)

    # Back office ----------------------------------------------------------------

    def action_open_household(self):
        """Open the household of this card."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "res_id": self._get_ledger_card().id,
        }

    def action_add_to_household(self):
        """Ask who joins the household of this card, which begins when there is none.

        :raise UserError: the programme has no households, or nobody holds the card
        """
        self.ensure_one()
        self.check_access("read")
        card = self._get_ledger_card().household_member_ids._get_head().card_id or self
        if not card.partner_id or not card.program_id._offers_household():
            raise UserError(
                self.env._(
                    "This programme has no household accounts, or this card no holder. "
                    "Turn household accounts on in the programme first."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "unified_loyalty.action_loyalty_household_add"
        )
        return {**action, "context": {"default_card_id": card.id}}

    # Bringing points in ---------------------------------------------------------

    def _prepare_transfer(self, target, points, lot=None):
        rows = super()._prepare_transfer(target, points, lot)
        if not (target.is_household or self.is_household):
            return rows
        words = {"origin": False, "reason": self.env._("Household account")}
        rows = [{**row, **words} for row in rows]
        # whose points these were; what a household gives back is one person's
        member = self if target.is_household else target
        shared = self if self.is_household else target
        return [
            {**row, "via_card_id": member.id} if row["card_id"] == shared.id else row
            for row in rows
        ]

    def _tie_to(self, household, aside=False):
        """Let these cards show the points of a household, or their own again."""
        self.write({"household_card_id": household.id, "points_aside": aside})
        # the statement that writes balances reads the tie
        self.flush_recordset(["household_card_id"])
        self.env["loyalty.movement"]._update_cards(set(self.ids))

    def _count_members(self):
        self.ensure_one()
        return len(self.household_member_ids.filtered(lambda one: not one.ended_at))

    def _prepare_card_row(self):
        """Return what an authorisation looks at before it lets a card pay."""
        return {
            "active": self.active,
            "in_use": self.program_id.active,
            "blocked": self.blocked,
            "expiration_date": self.expiration_date,
            "company_id": self.company_id.id,
        }

    def _close_household(self, last):
        """Hand the points over to the card of the last member."""
        self._transfer_points(last)
        self.write({"active": False, "merged_into_id": last.id})

    def _bring_points(self):
        """Bring a member's own points into the household.

        :raise UserError: somebody is paying with the card
        """
        self.ensure_one()
        household = self.household_card_id
        if not household:
            return
        self._check_nobody_pays()
        self._transfer_points(household)
        self._tie_to(household)

    @api.model
    def _settle_late_points(self):
        """Bring in what a sale under way still won on the own card of a new member."""
        rows = self.env["loyalty.movement"]._read_group(
            [
                ("card_id.household_card_id", "!=", False),
                ("card_id.points_aside", "=", False),
            ],
            ["card_id"],
            having=[("points:sum", "!=", 0)],
        )
        for (card,) in rows:
            card._transfer_points(card.household_card_id)
