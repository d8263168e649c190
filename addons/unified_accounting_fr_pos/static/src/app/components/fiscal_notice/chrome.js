import { patch } from "@web/core/utils/patch";
import { Chrome } from "@point_of_sale/app/pos_app";
import { FiscalNotice } from "./fiscal_notice";

patch(Chrome, {
    components: { ...Chrome.components, FiscalNotice },
});
