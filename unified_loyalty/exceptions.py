# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError


class PointsRefusedError(UserError):
    """A card cannot pay what was asked; nothing was written.

    ``left``: {card id: what it could pay at most}, empty when the card itself is
    refused (unknown, blocked, expired, of another company).
    """

    def __init__(self, message, left=None):
        super().__init__(message)
        self.left = left or {}


class CardBusyError(UserError):
    """Too many people use one card in the same instant: try again in a moment."""
