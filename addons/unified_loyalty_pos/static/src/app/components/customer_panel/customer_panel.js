import { patch } from "@web/core/utils/patch";
import { CustomerPanel } from "@unified_pos/app/components/customer_panel/customer_panel";

patch(CustomerPanel.prototype, {
    get loyalty() {
        return this.summary?.loyalty || false;
    },

    get isHousehold() {
        return Boolean(this.loyalty.cards?.[0]?.household);
    },
});
