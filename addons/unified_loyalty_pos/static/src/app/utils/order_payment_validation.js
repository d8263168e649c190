import { patch } from "@web/core/utils/patch";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
// what is changed here must be there before
import "@unified_pos/app/utils/order_payment_validation";

patch(OrderPaymentValidation.prototype, {
    /** Asked before the payment screen, and once more: an authorisation ends by itself. */
    async askBeforeValidation() {
        if (!(await this.pos.pointsDesk.authorize(this.order))) {
            return false;
        }
        return super.askBeforeValidation(...arguments);
    },
});
