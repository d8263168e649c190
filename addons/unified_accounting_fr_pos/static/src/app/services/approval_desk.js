import { patch } from "@web/core/utils/patch";
import { ApprovalDesk } from "@unified_pos/app/services/approval_desk";

patch(ApprovalDesk.prototype, {
    isOn(action) {
        return action === "training"
            ? Boolean(this.pos.config.module_pos_hr)
            : super.isOn(...arguments);
    },
});
