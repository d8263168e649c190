import { patch } from "@web/core/utils/patch";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { CustomerChip } from "@unified_pos/app/components/customer_chip/customer_chip";

patch(ProductScreen, {
    components: { ...ProductScreen.components, CustomerChip },
});
