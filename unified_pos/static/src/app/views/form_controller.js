import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

patch(FormController.prototype, {
    async onWillSaveRecord(record) {
        const desk = this.env.services.pos?.customerDesk;
        if (desk && record.isNew && record.resModel === "res.partner" && this.isOfTill) {
            const { create, use } = await desk.beforeCreate(record.data);
            if (use) {
                // as if it had just been saved: core reads it and puts it on the ticket
                this.props.onSave({ config: { resIds: [use] } });
            }
            if (!create) {
                return false;
            }
        }
        return super.onWillSaveRecord(...arguments);
    },

    get isOfTill() {
        return Boolean(this.props.onSave && this.props.context?.unified_till_id);
    },
});
