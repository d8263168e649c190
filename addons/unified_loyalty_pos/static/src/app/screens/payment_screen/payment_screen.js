import { onWillUnmount } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";

patch(PaymentScreen.prototype, {
    setup() {
        super.setup(...arguments);
        const order = this.currentOrder;
        onWillUnmount(() => {
            // left without paying: the points are the customer's again
            if (order && !order.finalized && this.pos.pointsDesk.hasKept(order)) {
                this.pos.pointsDesk.setAside(order);
            }
        });
    },

    /** A bank card is not charged for a ticket whose points cannot be spent. */
    async sendPaymentRequest() {
        if (await this.pos.pointsDesk.authorize(this.currentOrder)) {
            return super.sendPaymentRequest(...arguments);
        }
    },
});
