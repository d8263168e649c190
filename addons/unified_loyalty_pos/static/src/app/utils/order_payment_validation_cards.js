import { patch } from "@web/core/utils/patch";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import "@unified_pos/app/utils/order_payment_validation";

patch(OrderPaymentValidation.prototype, {
    async askBeforeValidation() {
        return (
            (await this.pos.cardDesk.check(this.order)) && super.askBeforeValidation(...arguments)
        );
    },
});
