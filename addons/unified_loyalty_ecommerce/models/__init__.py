# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import loyalty_history, loyalty_program, payment_transaction, sale_order
from . import loyalty_history, loyalty_program, rating_rating, website
from . import loyalty_movement, loyalty_program
