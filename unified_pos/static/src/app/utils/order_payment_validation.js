import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";

patch(OrderPaymentValidation.prototype, {
    async askBeforeValidation() {
        const desk = this.pos.approvalDesk;
        // lines brought to zero leave the ticket now: the same question as a removal
        const emptied = this.order.lines.filter(
            (line) =>
                line.qty === 0 && line.uiState.zeroedFrom && !line.sale_order_origin_id?.is_cart
        );
        for (const line of desk.isRequired("line_removal") ? emptied : []) {
            const approved = await desk.ask({
                action: "line_removal",
                order: this.order,
                line,
                before: line.uiState.zeroedFrom,
                text: _t("Take %s off the ticket", line.full_product_name),
            });
            if (!approved) {
                return false;
            }
        }
        return super.askBeforeValidation(...arguments);
    },
});
