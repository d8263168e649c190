# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError


class CartHeldError(UserError):
    """Somebody else is editing the cart; the message says who, where, since when."""


class CartVersionError(UserError):
    """The cart changed since the caller read it; reload it, nothing was written."""


class CartCodeBlockedError(UserError):
    """Too many wrong cart codes; the message says how long to wait."""


class HoldBusyError(UserError):
    """Too many people claim one article at once; nothing was written, try again."""
