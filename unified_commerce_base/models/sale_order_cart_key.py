# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import math
import re
import secrets
import time
from datetime import timedelta
from typing import Any, NamedTuple

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import hash_sign, hmac, verify_hash_signed

from ..exceptions import CartCodeBlockedError
from .sale_order_cart import LIVE_STATES, NOTIFICATION

CODE_DIGITS = 6
CODE_DRAWS = 10
WRONG_CODES = 10
WRONG_CODES_SECONDS = 15 * 60
WRONG_CODES_OF_COMPANY = 100
WRONG_CODES_OF_COMPANY_SECONDS = 3600
TOKEN_SCOPE = "unified_commerce.cart"
# what a token is for, and the path of the shop that carries it
TOKEN_PATHS = {"till": "/cart/store/", "link": "/cart/"}
TOKEN_IN_PATH = re.compile(r"/cart/(?:store/)?([A-Za-z0-9_-]{60,200})(?![\w-])")


class FoundCart(NamedTuple):
    """What a code or a token leads to: a cart or no record, and why it is refused."""

    cart: Any
    refusal: str


class SaleOrder(models.Model):
    """The keys of a cart: six digits said at a till, a long token in links and QR.

    Invariants: a code opens one cart of a company, at a till only, until a time; a
    token opens one cart until a time or until it is revoked; neither says anything
    about a cart that ended, but that it ended.
    """

    _inherit = "sale.order"

    cart_code = fields.Char(
        size=CODE_DIGITS,
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="Six digits that open this cart at a till.",
    )
    cart_code_until = fields.Datetime(
        copy=False, readonly=True, groups="base.group_system"
    )
    cart_token_version = fields.Integer(
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="Part of every link to this cart: raising it stops the links given out.",
    )

    # of the carts that ended, too, until their time is over: a code that was said is
    # not given to somebody else meanwhile
    _one_cart_per_code = models.UniqueIndex(
        "(company_id, cart_code) WHERE cart_code IS NOT NULL",
        "This cart code is taken.",
    )

    # The code -------------------------------------------------------------------

    def _cart_get_code(self):
        """Return the six digits that open this cart at a till, "" when none does.

        Valid for the time set on the channel, ``_cart_get_code_until`` says how long;
        asking again in the second half of that time prolongs it.
        """
        self.ensure_one()
        if self.cart_state not in LIVE_STATES or not self._cart_items():
            return ""
        # sudo: hidden from people who look at orders, not from whoever has the cart
        cart = self.sudo()
        now = self._cart_now()
        lasts = timedelta(minutes=cart.channel_id.cart_code_minutes or 60)
        left = (cart.cart_code_until or now) - now
        if cart.cart_code and left > lasts / 2:
            return cart.cart_code
        if cart.cart_code and left > timedelta():
            cart.cart_code_until = now + lasts
        else:
            cart._cart_draw_code(now + lasts)
        return cart.cart_code

    def _cart_get_code_until(self):
        """Return until when the code of this cart is valid, in UTC."""
        self.ensure_one()
        return self.sudo().cart_code_until  # sudo: as in _cart_get_code

    def _cart_draw_code(self, until):
        for _draw in range(CODE_DRAWS):
            code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
            try:
                with self.env.cr.savepoint():
                    self.write({"cart_code": code, "cart_code_until": until})
                    self.flush_recordset(["cart_code", "cart_code_until"])
                return
            except UniqueViolation:
                self.invalidate_recordset(["cart_code", "cart_code_until"])
        raise UserError(
            self.env._("No cart code is free at the moment. Try again in a minute.")
        )

    @api.model
    def _cart_find_by_code(self, company, code, asker):
        """Return the live cart that a code opens, or no record.

        :param asker: who types it (a person at a till); wrong codes are counted
            against them and against the company
        :raise CartCodeBlockedError: too many wrong codes, with how long to wait
        """
        return self._cart_resolve_code(company, code, asker).cart

    @api.model
    def _cart_resolve_code(self, company, code, asker):
        """Return the ``FoundCart`` of a code, as ``_cart_find_by_code`` does.

        A right and a wrong code cost the same work.
        """
        tries = self._cart_count_code(company, asker)
        digits = self._cart_parse_code(code)
        # sudo: the code stands for the right to this one cart
        found = self.sudo().search(
            [("company_id", "=", company.id), ("cart_code", "=", digits or "-")],
            limit=1,
        )
        expired = not found or found.cart_code_until <= self._cart_now()
        result = found._cart_follow()
        if not found:
            result = FoundCart(
                self.browse(),
                self.env._(
                    "No cart has this code. Ask the customer to read it out again: the "
                    "cart page on the phone shows it."
                ),
            )
        elif expired and not result.refusal:
            result = FoundCart(
                self.browse(),
                self.env._(
                    "This code has expired. Ask the customer to open the cart page "
                    "again: it shows a new one."
                ),
            )
        if result.cart:
            self._cart_forgive_code(tries)
        return result

    @api.model
    def _cart_parse_code(self, text):
        """Return the six digits of what was typed or scanned, "" when it has others."""
        digits = re.sub(r"[\s.\-]", "", str(text or ""))
        return digits if re.fullmatch(r"[0-9]{6}", digits) else ""

    @api.model
    def _cart_count_code(self, company, asker):
        """Count a code as wrong before it is looked up; a right one is forgiven.

        Counted first, so that tries sent at the same moment are not free.
        """
        # sudo: counting tries needs no right
        limiter = self.env["commerce.rate.limit"].sudo()
        tries = [
            ("cart_code", f"{company.id}:{asker}", WRONG_CODES_SECONDS),
            ("cart_code_company", company.id, WRONG_CODES_OF_COMPANY_SECONDS),
        ]
        limits = (WRONG_CODES, WRONG_CODES_OF_COMPANY)
        for (scope, identity, seconds), limit in zip(tries, limits, strict=True):
            if not limiter._hit(scope, identity, limit, seconds):
                minutes = math.ceil((seconds - time.time() % seconds) / 60)
                raise CartCodeBlockedError(
                    self.env._(
                        "Too many wrong cart codes. Codes can be entered again in "
                        "%(minutes)s min; until then, choose the customer or search "
                        "by name.",
                        minutes=minutes,
                    )
                )
        return tries

    @api.model
    def _cart_forgive_code(self, tries):
        # sudo: as in _cart_count_code
        limiter = self.env["commerce.rate.limit"].sudo()
        for scope, identity, seconds in tries:
            limiter._forgive(scope, identity, seconds)

    # The token ------------------------------------------------------------------

    def _cart_get_token(self, until, purpose="link"):
        """Return a signed token that opens this cart, for links and QR codes.

        :param until: datetime in UTC from which on it opens nothing
        :param purpose: ``link`` opens the cart on the shop, and at a till; ``till`` at
            a till only
        """
        self.ensure_one()
        # sudo: the secret of the database signs; the version is hidden from people
        cart = self.sudo()
        return hash_sign(
            cart.env,
            f"{TOKEN_SCOPE}.{purpose}",
            [cart.id, cart.cart_token_version],
            expiration=until,
        )

    def _cart_get_url(self, until, purpose="link"):
        """Return the address of the shop that carries the token: what a QR holds."""
        path = TOKEN_PATHS[purpose] + self._cart_get_token(until, purpose)
        return self.get_base_url() + path

    def _cart_revoke_tokens(self):
        """Stop every link and QR code given out for these carts."""
        # sudo: the version is hidden from people, not from the rule that raises it
        for cart in self.sudo():
            cart.cart_token_version += 1

    @api.model
    def _cart_find_by_token(self, token, purposes=("link",)):
        """Return the live cart that a token opens, or no record.

        :param purposes: what the token may have been made for
        """
        return self._cart_resolve_token(token, purposes).cart

    @api.model
    def _cart_resolve_token(self, token, purposes=("link",)):
        """Return the ``FoundCart`` of a token, as ``_cart_find_by_token`` does."""
        cart = self._cart_read_token(token, purposes)
        if not cart:
            return FoundCart(
                cart,
                self.env._(
                    "This link to a cart is no longer valid. Ask the customer to open "
                    "the cart again: it shows a new code."
                ),
            )
        # whoever got a link to a visitor's cart is not shown the customer's
        return cart._cart_follow(merged="till" in purposes)

    @api.model
    def _cart_read_token(self, token, purposes=("link",)):
        """Return the cart a valid token was made for, whatever became of it."""
        for purpose in purposes:
            try:
                # sudo: the secret of the database signs; compared in constant time
                values = verify_hash_signed(
                    self.sudo().env, f"{TOKEN_SCOPE}.{purpose}", str(token)
                )
            except ValueError:
                continue
            if values:
                cart_id, version = values
                # sudo: the token stands for the right to this one cart
                cart = self.sudo().browse(cart_id).exists()
                return cart.filtered(lambda one, v=version: one.cart_token_version == v)
        return self.sudo().browse()  # sudo: as above

    @api.model
    def _cart_parse_token(self, text):
        """Return the token in what was scanned or pasted, "" when there is none."""
        found = TOKEN_IN_PATH.search(str(text or ""))
        return found.group(1) if found else ""

    # What became of the cart ----------------------------------------------------

    def _cart_follow(self, merged=True):
        """Return the ``FoundCart`` these keys lead to today.

        A cart that was merged answers with the one it was merged into, when that is
        the same person's.

        :param merged: False: a cart that was merged answers with nothing
        """
        cart, seen = self, self
        while merged and cart.cart_state == "merged" and cart.cart_origin_id:
            target = cart.cart_origin_id
            if target in seen or not cart._cart_is_of_same_person(target):
                break
            cart, seen = target, seen | target
        if refusal := cart and cart._cart_get_key_refusal():
            return FoundCart(self.browse(), refusal)
        return FoundCart(cart, "")

    def _cart_is_of_same_person(self, target):
        """Say whether the cart this one was merged into is its customer's.

        The cart of somebody without account is only ever merged when they sign in or
        turn out to be a known customer.
        """
        users = self.partner_id.with_context(active_test=False).user_ids
        return self.partner_id == target.partner_id or all(
            user._is_public() for user in users
        )

    def _cart_get_key_refusal(self):
        """Return in words why this cart cannot be opened, "" when it can."""
        self.ensure_one()
        if self.cart_state in LIVE_STATES:
            if self._cart_items():
                return ""
            return self.env._("This cart is empty now: there is nothing to take over.")
        if self.cart_state == "ordered":
            return self.env._(
                "This cart has already been ordered or paid: %s.", self.name
            )
        if self.cart_state in ("saved", "waiting", "aside"):
            return self.env._(
                "This cart has been saved for later. Ask the customer to put it back "
                "in the cart first."
            )
        if self.cart_state == "merged":
            return self.env._(
                "This cart was joined to another customer's. Choose the customer "
                "instead."
            )
        return self.env._("This cart has been cancelled.")

    def _cart_may_expire(self):
        # somebody is on the way to a till with the code in the hand
        until = self.sudo().cart_code_until  # sudo: as in _cart_get_code
        code_is_valid = bool(until) and until > self._cart_now()
        return not code_is_valid and super()._cart_may_expire()

    # Telling who has the key ----------------------------------------------------

    def _cart_get_bus_channel(self):
        """Return the private channel on which this one cart is told.

        A visitor has no account to be told by. Only a screen that was given the
        channel can listen to it: it cannot be guessed.
        """
        self.ensure_one()
        # sudo: the secret of the database signs the name
        return f"{TOKEN_SCOPE}-" + hmac(self.env(su=True), TOKEN_SCOPE, self.id)

    def _cart_notify_extra(self, payload):
        result = super()._cart_notify_extra(payload)
        # nobody listens to the cart of a visitor who never asked for a code
        if self.cart_code and self.cart_state != "open":
            self.env["bus.bus"]._sendone(
                self._cart_get_bus_channel(), NOTIFICATION, payload
            )
        return result

    @api.autovacuum
    def _gc_cart_codes(self):
        """Forget the codes whose time is over: the digits are free again."""
        # a day of grace: until then the till can say that it is too late
        over = self._cart_now() - timedelta(days=1)
        # sudo: hidden from people, not from the rule that clears it
        carts = self.sudo().search(
            [("cart_code", "!=", False), ("cart_code_until", "<", over)], limit=5000
        )
        carts.write({"cart_code": False, "cart_code_until": False})
