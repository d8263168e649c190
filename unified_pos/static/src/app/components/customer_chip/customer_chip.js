import { Component, useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";

/**
 * Who stands in front of the till, and what waits for them. Other modules add to it
 * through the summary of the server (`_unified_customer_summary`) and by inheriting
 * the template.
 */
export class CustomerChip extends Component {
    static template = "unified_pos.CustomerChip";
    static props = {};

    setup() {
        this.pos = usePos();
        // another ticket is shown, or the till has just started
        useEffect(
            (partnerId) => {
                if (partnerId && !this.summary) {
                    this.pos.cartDesk.refresh(this.partner);
                }
            },
            () => [this.partner?.id]
        );
    }

    get order() {
        return this.pos.getOrder();
    }

    get partner() {
        return this.order?.getPartner();
    }

    get summary() {
        return this.pos.cartDesk.summaryOf(this.partner);
    }

    get firstName() {
        if (!this.partner) {
            return _t("Visitor");
        }
        return this.summary?.first_name || this.partner.name.split(" ")[0];
    }

    get cart() {
        return this.summary?.cart || false;
    }

    get inHand() {
        return Boolean(this.order?.cartInHand);
    }

    /** Something waits for this customer (the amber dot). */
    get isWaiting() {
        return Boolean(this.cart) && !this.inHand && !this.order?.finalized;
    }

    get count() {
        return this.env.utils.formatProductQty(this.cart.count, false);
    }

    get total() {
        return this.env.utils.formatCurrency(this.cart.total);
    }

    get offline() {
        return this.pos.data.network.offline;
    }

    get fileTitle() {
        return this.partner ? _t("Open the file of %s", this.partner.name) : "";
    }

    openFile() {
        return this.pos.panelDesk.open(this.partner);
    }

    openCart() {
        return this.pos.cartDesk.openCart(this.order, this.partner);
    }

    giveBack() {
        return this.pos.cartDesk.giveBack(this.order);
    }
}
