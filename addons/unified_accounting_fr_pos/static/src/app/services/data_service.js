import { patch } from "@web/core/utils/patch";
import { PosData } from "@point_of_sale/app/services/data_service";

patch(PosData.prototype, {
    /** Tickets of training come back as numbers, not as records to load. */
    async call(model, method) {
        const answer = await super.call(...arguments);
        if (method === "sync_from_ui" && answer?.unified_training) {
            const { unified_training: trained, ...records } = answer;
            this.onTrained?.(trained);
            return records;
        }
        return answer;
    },
});
