import { patch } from "@web/core/utils/patch";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { PanelDesk } from "./panel_desk";

patch(PosStore.prototype, {
    async setup() {
        this.panelDesk = new PanelDesk(this);
        await super.setup(...arguments);
        this.panelDesk.start();
    },
});
