# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def uninstall_hook(env):
    """Put the method of cards away: nobody could judge a card any more."""
    # in SQL: an open till must not keep the module from being removed
    env.cr.execute(
        """
        UPDATE pos_payment_method
           SET active = FALSE, payment_method_type = 'none', use_payment_terminal = NULL
         WHERE use_payment_terminal = 'unified_card'
        """
    )
