# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Baskets of one person that meet at sign-in; run by a lab worker, rolled back."""

from collections import Counter

from odoo import SUPERUSER_ID, api
from odoo.fields import Command

KEPT = ("open", "saved", "waiting")


class Baskets:
    def __init__(self, env):
        self.env = env
        self.website = env["website"].search([("channel_id", "!=", False)], limit=1)
        self.partner = env["res.partner"].create({"name": "Une personne"})
        self.visitor = self.website.user_id.partner_id
        self.vase, self.lamp = env["product.product"].create(
            [{"name": name, "list_price": 10} for name in ("Vase", "Lamp")]
        )
        self.dozen = env.ref("uom.product_uom_dozen")
        self.colours = self._choices("Colour", ["Red", "Blue"], self.vase)
        self.text = self._choices("Engraving", ["Text"], self.lamp, is_custom=True)
        self.part = env["product.combo"].create(
            {
                "name": "Gift",
                "combo_item_ids": [Command.create({"product_id": self.lamp.id})],
            }
        )
        self.box = env["product.product"].create(
            {"name": "Box", "type": "combo", "combo_ids": [Command.set(self.part.ids)]}
        )

    def _choices(self, name, values, product, **more):
        attribute = self.env["product.attribute"].create(
            {
                "name": name,
                "create_variant": "no_variant",
                "value_ids": [
                    Command.create({"name": value, **more}) for value in values
                ],
            }
        )
        line = self.env["product.template.attribute.line"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "attribute_id": attribute.id,
                "value_ids": [Command.set(attribute.value_ids.ids)],
            }
        )
        return line.product_template_value_ids

    def make(self, items, partner, state):
        cart = self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "website_id": self.website.id,
                "company_id": self.website.company_id.id,
                "channel_id": self.website.channel_id.id,
                "is_cart": True,
                "cart_state": state,
            }
        )
        for kind, quantity in items:
            self.put(cart, kind, quantity)
        return cart

    def put(self, cart, kind, quantity):
        values = {
            "vase": {"product_id": self.vase.id},
            "dozen": {"product_id": self.vase.id, "product_uom_id": self.dozen.id},
            "lamp": {"product_id": self.lamp.id},
            "red": self._vase_in(self.colours[0]),
            "blue": self._vase_in(self.colours[1]),
            "engraved": {
                "product_id": self.lamp.id,
                "product_custom_attribute_value_ids": [
                    Command.create(
                        {
                            "custom_product_template_attribute_value_id": self.text.id,
                            "custom_value": f"For {quantity}",
                        }
                    )
                ],
            },
            "box": {"product_id": self.box.id},
        }[kind]
        values = {"order_id": cart.id, "product_uom_qty": quantity, **values}
        line = self.env["sale.order.line"].create(values)
        if kind == "box":
            self.env["sale.order.line"].create(
                {
                    "order_id": cart.id,
                    "product_id": self.lamp.id,
                    "product_uom_qty": quantity,
                    "linked_line_id": line.id,
                    "combo_item_id": self.part.combo_item_ids.id,
                }
            )

    def _vase_in(self, colour):
        return {
            "product_id": self.vase.id,
            "product_no_variant_attribute_value_ids": [Command.set(colour.ids)],
        }

    def count(self, carts):
        """Return how much of each choice there is, in the unit of the article."""
        found = Counter()
        for line in carts.order_line:
            choice = (
                line.product_id.name,
                *line.product_no_variant_attribute_value_ids.mapped("name"),
                *line.product_custom_attribute_value_ids.mapped("custom_value"),
                line.linked_line_id.product_id.name or "",
            )
            found[" ".join(choice)] += line.product_uom_id._compute_quantity(
                line.product_uom_qty, line.product_id.uom_id
            )
        return dict(found)


def sign_in(registry, rule, mine, visits, choice, put_back, repeats):
    """Let a person with a cart sign in with others; return what is found again.

    :param mine: what the customer's cart holds, [[kind, quantity], …]
    :param visits: what each visitor's basket holds
    :param choice: what is answered to "which one": None, both, open, or a number
    """
    with registry.cursor() as cr:
        stage = Baskets(api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True}))
        stage.website.cart_merge_rule = rule
        cart = stage.make(mine, stage.partner, "open")
        guests = [stage.make(one, stage.visitor, "guest") for one in visits]
        everything = cart.union(*guests)
        before = stage.count(everything)
        Order = stage.env["sale.order"]
        company = stage.website.company_id

        def kept(*states):
            found = Order.search([("partner_id", "=", stage.partner.id)])
            return found._cart_of_state(*states)

        for guest in guests:
            for _again in range(repeats):
                guest._cart_identify(stage.partner)
        for _again in range(repeats):
            cart, waiting = kept("open"), kept("waiting")
            if choice == "both":
                cart._cart_join(waiting)
            elif choice is not None:
                others = list(waiting)
                chosen = others[choice % len(others)] if others and choice else cart
                cart._cart_keep(chosen, waiting)
        if put_back:
            for _again in range(repeats):
                kept("saved")._cart_put_back(kept("open"))
        env_carts = kept(*KEPT)
        env_carts.flush_recordset()
        result = {
            "before": before,
            "after": stage.count(env_carts),
            "open": len(kept("open")),
            "found": Order._cart_find(stage.partner, company).ids == kept("open").ids,
            "left behind": stage.count((everything - env_carts).exists()),
            "torn": len(
                env_carts.order_line.filtered(
                    lambda line: (
                        line.linked_line_id
                        and line.linked_line_id.order_id != line.order_id
                    )
                )
            ),
        }
        cr.rollback()
        return result
