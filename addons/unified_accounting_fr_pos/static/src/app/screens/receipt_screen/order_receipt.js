import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { formatFloat } from "@web/core/utils/numbers";
import { OrderReceipt } from "@point_of_sale/app/screens/receipt_screen/receipt/order_receipt";
import { Orderline } from "@point_of_sale/app/components/orderline/orderline";

patch(OrderReceipt.prototype, {
    /** The list of the articles without prices is no ticket. */
    get isSealedTicket() {
        return this.order.isSealed && !this.props.basic_receipt;
    },

    get lineCount() {
        return _t("Number of lines: %s", this.order.lines.length);
    },

    formatRate(rate) {
        return `${formatFloat(Number(rate), { digits: [0, 2], trailingZeros: false })}\u00a0%`;
    },
});

patch(Orderline, {
    props: { ...Orderline.props, vatLetter: { type: String, optional: true } },
});
