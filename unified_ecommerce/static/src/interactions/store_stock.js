import { Interaction } from "@web/public/interaction";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { WebsiteSale } from "@website_sale/interactions/website_sale";

import { arrangeStores } from "./nearest_stores";

const FIRST_REFRESH = 4000;
const NEXT_REFRESH = 15000;

/**
 * Keeps "2 in stock in Lyon" true while the page is looked at.
 */
export class StoreStock extends Interaction {
    static selector = ".o_unified_store_stock";

    setup() {
        this.boundOnVariant = this.onVariant.bind(this);
    }

    start() {
        this.env.bus.addEventListener("unified_variant_changed", this.boundOnVariant);
        this.registerCleanup(() =>
            this.env.bus.removeEventListener("unified_variant_changed", this.boundOnVariant)
        );
        this.plan(FIRST_REFRESH);
    }

    onVariant({ detail: productId }) {
        if (productId && String(productId) !== this.el.dataset.productId) {
            this.el.dataset.productId = productId;
            this.refresh();
        }
    }

    plan(delay) {
        clearTimeout(this.timer);
        this.timer = this.waitForTimeout(() => this.refresh(), delay);
    }

    async refresh() {
        const productId = parseInt(this.el.dataset.productId);
        let answer = {};
        if (productId && !document.hidden) {
            try {
                answer = await this.waitFor(
                    rpc("/shop/store_stock", { product_ids: [productId] }, { silent: true })
                );
            } catch {
                // asked again at the next turn
            }
        }
        if (answer.stock && this.el.dataset.productId === String(productId)) {
            this.show(answer.stock[productId] || []);
        }
        this.plan(answer.retry_after ? answer.retry_after * 1000 : NEXT_REFRESH);
    }

    show(stores) {
        const list = this.el.querySelector("ul");
        const items = arrangeStores(
            stores.map((store, rank) => {
                const item = document.createElement("li");
                item.className = `o_unified_stock_${store.state}`;
                item.textContent = store.label;
                item.dataset.rank = rank;
                if ("latitude" in store) {
                    item.dataset.latitude = store.latitude;
                    item.dataset.longitude = store.longitude;
                }
                return item;
            })
        );
        const read = (shown) => [...shown].map((item) => item.textContent).join("\n");
        // what has not changed is not read aloud again
        if (read(list.children) !== read(items)) {
            list.replaceChildren(...items);
        }
    }
}

patch(WebsiteSale.prototype, {
    _onChangeCombination(ev, parent, combination) {
        super._onChangeCombination(...arguments);
        if (parent.matches(".js_main_product")) {
            this.env.bus.trigger("unified_variant_changed", combination.product_id);
        }
    },
});

registry.category("public.interactions").add("unified_ecommerce.store_stock", StoreStock);
