# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools
from odoo.fields import Domain


class CommerceChannel(models.Model):
    """A way a company meets its customers: a web shop, a store, the telephone.

    Every cart, order, ticket, stock move and invoice line says which channel it
    came from. A store has one channel however many tills it has.
    """

    _name = "commerce.channel"
    _description = "Sales Channel"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="Short name used in labels of journal entries and in exports.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    channel_type = fields.Selection(
        [
            ("web", "Web shop"),
            ("store", "Store"),
            ("phone", "Telephone and back office"),
            ("marketplace", "Marketplace"),
        ],
        required=True,
        default="store",
        help="What kind of place the customer is met in; reports group by it.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="Place",
        check_company=True,
        index="btree_not_null",
        help="The store behind the channel: its stock is what is sold there at once.",
    )
    cart_lease_minutes = fields.Integer(
        string="Keep a cart at the till for",
        default=10,
        help="How long a till or an agent of this channel keeps a cart for itself "
        "without a sign of life. The customer may edit the cart again afterwards.",
    )
    cart_code_minutes = fields.Integer(
        string="A cart code opens a cart for",
        default=60,
        help="How long the six digits that a shopper says at a till are valid. The "
        "cart page prolongs them while it is looked at.",
    )
    hold_start = fields.Selection(
        [
            ("cart", "When it is put in the cart"),
            ("checkout", "At checkout"),
            ("payment", "At payment"),
        ],
        required=True,
        default="checkout",
        string="Hold the stock",
        help="From when on the units of a cart are kept for its customer. Robots fill "
        "carts, too: the earlier, the more stock is kept for nobody.",
    )
    hold_minutes = fields.Integer(
        default=15,
        string="Hold for (minutes)",
        help="How long the units are kept without a sign of life of the customer.",
    )

    cart_shared = fields.Boolean(
        string="Shares carts",
        default=True,
        help="The customer's one cart is the same here as on the other channels of the "
        "company that share. Untick for a website with carts of its own.",
    )
    cart_guest_days = fields.Integer(
        string="Keep carts of visitors for (days)",
        default=30,
        help="Carts of visitors without account that nobody has changed for this long "
        "are cancelled. 0: never.",
    )
    cart_open_days = fields.Integer(
        string="Keep open carts for (days)",
        default=90,
        help="Carts of customers that nobody has changed for this long become saved "
        "lists: nothing is lost. 0: never.",
    )

    _cart_days_are_positive = models.Constraint(
        "CHECK (cart_guest_days >= 0 AND cart_open_days >= 0)",
        "Carts are kept for a number of days, or 0 for ever.",
    )
    _hold_is_limited = models.Constraint(
        "CHECK (hold_minutes BETWEEN 1 AND 1440)",
        "Stock is held for one minute at least, one day at most.",
    )
    _code_company_uniq = models.UniqueIndex(
        "(code, company_id)", "Another channel of this company has this code."
    )
    _one_store_per_place = models.UniqueIndex(
        "(warehouse_id) WHERE channel_type = 'store' AND active",
        "This place already has a store channel.",
    )
    _lease_is_positive = models.Constraint(
        "CHECK (cart_lease_minutes > 0)", "A cart must be kept for at least one minute."
    )

    _cart_code_is_limited = models.Constraint(
        "CHECK (cart_code_minutes BETWEEN 5 AND 1440)",
        "A cart code is valid for five minutes at least, one day at most.",
    )

    @api.model
    def _get_for_place(self, warehouse):
        """Return the store channel of a warehouse, created when it has none."""
        channel = self._find(
            Domain("channel_type", "=", "store")
            & Domain("warehouse_id", "=", warehouse.id)
        )
        return channel or self._create_channel(
            {
                "name": warehouse.name,
                "code": warehouse.code,
                "channel_type": "store",
                "warehouse_id": warehouse.id,
                "company_id": warehouse.company_id.id,
            }
        )

    @api.model
    def _get_phone(self, company):
        """Return the channel of orders typed in the back office of a company."""
        channel = self._find(
            Domain("channel_type", "=", "phone") & Domain("company_id", "=", company.id)
        )
        return channel or self._create_channel(
            {
                "name": self.env._("Telephone"),
                "code": "TEL",
                "channel_type": "phone",
                "company_id": company.id,
            }
        )

    # Carts ----------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if not {"cart_shared", "channel_type"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        if vals.get("cart_shared"):
            self._share_carts()
        return result

    def _get_cart_apart(self):
        """Return the channel when it has carts of its own, else no record."""
        return self.filtered(lambda channel: channel.id in self._get_apart_ids())

    @api.model
    @tools.ormcache()
    def _get_apart_ids(self):
        # sudo: whoever sells needs the rule, not the right to set up channels
        channels = self.sudo().with_context(active_test=False)
        return frozenset(
            channels.search(
                [("cart_shared", "=", False), ("channel_type", "=", "web")]
            ).ids
        )

    def _share_carts(self):
        """Carts of these channels only become those of all; none is lost.

        Who has a shared cart already finds the other one among the saved lists.
        """
        # sudo: who sets up channels need not have rights on orders
        apart = self.env["sale.order"].sudo()
        apart = apart.search([("cart_apart_id", "in", self.ids)])
        shared = apart.search(
            [
                ("cart_state", "=", "open"),
                ("cart_apart_id", "=", False),
                ("partner_id", "in", apart.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        owners = {(cart.partner_id, cart.company_id) for cart in shared}
        for cart in apart._cart_of_state("open"):
            if (cart.partner_id, cart.company_id) in owners:
                cart.with_context(cart_holder_key=cart.cart_holder_key)._cart_save()
            owners.add((cart.partner_id, cart.company_id))
        apart.write({"cart_apart_id": False})

    def _get_served_places(self):
        """Hook: return the places this channel serves its customers from."""
        self.ensure_one()
        # sudo: who is told what is there need not see the set-up of the places
        channel = self.sudo()
        return channel.warehouse_id or channel.env["stock.warehouse"].search(
            [("company_id", "=", channel.company_id.id)]
        )

    def _offers(self, product):
        """Hook: say whether an article is for sale on this channel."""
        self.ensure_one()
        return product.sale_ok

    def _find(self, domain):
        # sudo: whoever sells needs the channel of the sale, not the right to set it up
        return self.sudo().search(domain, limit=1)

    def _create_channel(self, values):
        # sudo: a channel that everybody needs is made by the first who needs it
        channels = self.sudo().with_context(active_test=False)
        taken = set(
            channels.search([("company_id", "=", values["company_id"])]).mapped("code")
        )
        code, number = values["code"], 1
        while code in taken:
            number += 1
            code = f"{values['code']}{number}"
        return channels.create({**values, "code": code})
