import { patch } from "@web/core/utils/patch";
import { ProductPricelist } from "@point_of_sale/app/models/product_pricelist";
import { ProductProduct } from "@point_of_sale/app/models/product_product";
import { ProductTemplate } from "@point_of_sale/app/models/product_template";
import { ProductTemplateAccounting } from "@point_of_sale/app/models/accounting/product_template_accounting";

const RULES = "<-product.pricelist.item.";

/** Rules were chosen when the till was opened: a promotion may have begun or ended since. */
export function isInForce(rule, now = luxon.DateTime.now()) {
    return (!rule.date_start || rule.date_start <= now) && (!rule.date_end || rule.date_end >= now);
}

const inForceOnly = () => ({
    backLink(link) {
        const records = super.backLink(...arguments);
        return link.startsWith(RULES) ? records?.filter((rule) => isInForce(rule)) : records;
    },
});
patch(ProductProduct.prototype, inForceOnly());
patch(ProductTemplate.prototype, inForceOnly());

patch(ProductPricelist.prototype, {
    getGeneralRulesIdsByCategories() {
        const rules = this.models["product.pricelist.item"];
        return super
            .getGeneralRulesIdsByCategories(...arguments)
            .filter((id) => isInForce(rules.get(id)));
    },
});

// the price of one article is reckoned in one go, from list to list
let extraOfArticle = 0;

patch(ProductTemplateAccounting.prototype, {
    /**
     * The price of the server, to the cent.
     *
     * A list that is based on another one keeps the extra price of the choice, and the price
     * that is shown is the one that a combo shares out among its articles.
     */
    getPrice(pricelist, quantity, priceExtra = 0, recurring = false, ...others) {
        if (recurring) {
            return super.getPrice(pricelist, quantity, extraOfArticle, recurring, ...others);
        }
        extraOfArticle = priceExtra;
        const price = super.getPrice(pricelist, quantity, priceExtra, recurring, ...others);
        const digits = this.models["decimal.precision"].find(
            (precision) => precision.name === "Product Price"
        );
        return digits.round(price);
    },
});
