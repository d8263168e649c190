import { patch } from "@web/core/utils/patch";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";

patch(OrderPaymentValidation.prototype, {
    async askBeforeValidation() {
        // asked before the payment screen, but for payments that skip that screen
        const settled = await this.pos.approvalDesk.settle(this.order);
        return settled && super.askBeforeValidation(...arguments);
    },
});
