# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.unified_commerce_base.models.sale_order_cart import CartHolder


class LoyaltyProgramMixin:
    """Programmes and cards for tests: one point per euro, 200 points are 10 €."""

    @classmethod
    def registry_enter_test_mode_cls(cls):
        # a case that is an HttpCase, too, asks for it twice
        if not cls._registry_patched:
            super().registry_enter_test_mode_cls()

    @classmethod
    def _show_balances_at_once(cls):
        """A test never commits: cards show their balance without waiting for it."""
        movements = cls.registry["loyalty.movement"]
        at_once = movements._update_cards
        cls.classPatch(
            movements,
            "_update_cards",
            lambda self, card_ids, after_commit=False: at_once(self, card_ids),
        )

    @classmethod
    def _create_points_program(cls):
        """Make the only active programme, one of points."""
        cls.registry_enter_test_mode_cls()
        cls._show_balances_at_once()
        cls.env["loyalty.program"].search([]).active = False
        cls.points = cls._create_program(
            "Points", program_type="loyalty", applies_on="both", portal_visible=True
        )
        cls.reward = cls.points.reward_ids

    @classmethod
    def _create_program(cls, name, rule=None, reward=None, **values):
        return cls.env["loyalty.program"].create(
            {
                "name": name,
                "trigger": "auto",
                "rule_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "reward_point_mode": "money",
                            "reward_point_amount": 1,
                            "minimum_qty": 0,
                            **(rule or {}),
                        }
                    ),
                ],
                "reward_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "reward_type": "discount",
                            "discount_mode": "per_order",
                            "discount": 10,
                            "discount_applicability": "order",
                            "required_points": 200,
                            **(reward or {}),
                        }
                    ),
                ],
                **values,
            }
        )

    @classmethod
    def _promotion(cls, name, code=None, **reward):
        rule = {"reward_point_mode": "order"}
        if code:
            rule.update(mode="with_code", code=code)
        return cls._create_program(
            name,
            rule=rule,
            reward={"discount_mode": "percent", "required_points": 1, **reward},
            program_type="promo_code" if code else "promotion",
            applies_on="current",
            trigger="with_code" if code else "auto",
        )

    def _card(self, points=0):
        return self.env["loyalty.card"].create(
            {
                "program_id": self.points.id,
                "partner_id": self.customer.id,
                "points": points,
            }
        )

    def _cards(self):
        return self.env["loyalty.card"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("program_id", "=", self.points.id),
            ]
        )

    def _balance(self):
        return sum(self._cards().mapped("points"))


class LoyaltyCase(LoyaltyProgramMixin, TransactionCase):
    """A customer, a programme of points, articles, and a store that takes carts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env.company
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        Channel = cls.env["commerce.channel"]
        cls.store = Channel._get_for_place(cls.warehouse)
        cls.phone = Channel._get_phone(cls.company)
        cls.customer = cls.env["res.partner"].create({"name": "Camille Martin"})
        cls.lamp, cls.chair = (
            cls.env["product.product"].create(
                {"name": name, "list_price": price, "taxes_id": [Command.clear()]}
            )
            for name, price in (("Lampe", 100.0), ("Chaise", 60.0))
        )
        cls._create_points_program()
        cls.holder = CartHolder("till", "till:1:1", "Lyon – Caisse 1")

    def _cart(self, *products, partner=None):
        cart = self.env["sale.order"]._cart_get_or_create(
            partner or self.customer, self.company, self.phone
        )
        self._add(cart, *products)
        cart._update_programs_and_rewards()
        return cart

    def _add(self, cart, *products):
        self.env["sale.order.line"].create(
            [
                {"order_id": cart.id, "product_id": one.id, "product_uom_qty": 1}
                for one in products
            ]
        )

    def _claim(self, order, reward):
        for coupon, rewards in order._get_claimable_rewards().items():
            if reward in rewards:
                self.assertFalse(order._apply_program_reward(reward, coupon))
                return order._get_reward_lines()
        return self.fail("The reward cannot be claimed")

    def _take(self, cart, lines):
        """Take lines at the till and settle them, as a ticket does."""
        order = self._take_unsettled(cart, lines)
        order.action_confirm()
        return order

    def _take_unsettled(self, cart, lines):
        cart._cart_acquire(self.holder)
        quantities = {line.id: line.product_uom_qty for line in lines}
        order, _mapping = cart._cart_take(
            quantities, self.holder, self.store, self.warehouse
        )
        cart._cart_release(self.holder)
        return order


class MoneyMixin:
    """Gift cards, e-wallets and store credit, beside what ``LoyaltyCase`` has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_money_programs()

    @classmethod
    def _create_money_programs(cls):
        cls.gift_product, wallet_product = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "type": "service",
                    "list_price": 50.0,
                    "taxes_id": [Command.clear()],
                }
                for name in ("Carte cadeau", "Porte-monnaie")
            ]
        )
        cls.gift, cls.wallet = (
            cls._create_program(
                product.name,
                rule={"product_ids": [Command.set(product.ids)], **rule},
                reward={
                    "discount_mode": "per_point",
                    "discount": 1,
                    "required_points": 1,
                },
                program_type=kind,
                applies_on="future",
                portal_point_name=cls.env.company.currency_id.symbol,
            )
            for product, kind, rule in (
                (cls.gift_product, "gift_card", {"reward_point_split": True}),
                (wallet_product, "ewallet", {}),
            )
        )
        cls.credit = cls.gift.copy({"name": "Avoir", "is_store_credit": True})
        cls.credit.rule_ids.unlink()

    def _issue(self, amount, program=None):
        self._issued = getattr(self, "_issued", 0) + 1
        program = program or self.gift
        return program._issue_card(amount, key=f"test:{self._issued}")

    def _order_of(self, product, quantity=1, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                ],
                **values,
            }
        )
