# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    loyalty_household_invitation,
    loyalty_movement,
    loyalty_program,
    payment_transaction,
    rating_rating,
    sale_order,
    website,
)
