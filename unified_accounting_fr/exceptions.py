# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError


class SealingGapError(UserError):
    """A device sent a document whose forerunners have not arrived.

    :param expected: the number that should come next
    """

    def __init__(self, message, expected):
        super().__init__(message)
        self.expected = expected


class CopiedDatabaseError(UserError):
    """This database is a copy: it may train, and seal nothing."""
