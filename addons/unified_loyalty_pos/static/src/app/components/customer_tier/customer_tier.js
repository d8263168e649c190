import { patch } from "@web/core/utils/patch";
import { CustomerChip } from "@unified_pos/app/components/customer_chip/customer_chip";
import { CustomerPanel } from "@unified_pos/app/components/customer_panel/customer_panel";

// an object for each: a patch belongs to what it is put on
const withTier = () => ({
    /** The name of the tier, which the cashier greets the customer by. */
    get loyaltyTier() {
        return this.summary?.loyalty_tier || "";
    },
});

patch(CustomerChip.prototype, withTier());
patch(CustomerPanel.prototype, withTier());
