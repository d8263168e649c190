import { patch } from "@web/core/utils/patch";
import { Chrome } from "@point_of_sale/app/pos_app";
import { SecureNotice } from "./secure_notice";

patch(Chrome, {
    components: { ...Chrome.components, SecureNotice },
});
