import { patch } from "@web/core/utils/patch";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import "@unified_pos/app/services/pos_store";
import { CardDesk } from "@unified_loyalty_pos/app/services/card_desk";

patch(PosStore.prototype, {
    async setup() {
        this.cardDesk = new CardDesk(this);
        await super.setup(...arguments);
    },

    async settle(order) {
        return (await super.settle(...arguments)) && this.cardDesk.settle(order);
    },

    async _onBeforeDeleteOrder(order) {
        const goesOn = await super._onBeforeDeleteOrder(...arguments);
        if (goesOn && !order.finalized) {
            await this.cardDesk.releaseAll(order);
        }
        return goesOn;
    },
});
