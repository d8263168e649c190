import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { setElementContent } from "@web/core/utils/html";
import { Interaction } from "@web/public/interaction";

/**
 * "Tell me when Lyon has it": the server says which stores, and what became of it.
 */
export class StoreAlert extends Interaction {
    static selector = ".o_unified_store_alert";
    dynamicContent = { _root: { "t-on-click": this.onClick } };

    setup() {
        this.boundOnVariant = this.onVariant.bind(this);
    }

    start() {
        this.env.bus.addEventListener("unified_variant_changed", this.boundOnVariant);
        this.registerCleanup(() =>
            this.env.bus.removeEventListener("unified_variant_changed", this.boundOnVariant)
        );
    }

    onVariant({ detail: productId }) {
        if (productId && String(productId) !== this.el.dataset.productId) {
            this.el.dataset.productId = productId;
            this.show();
        }
    }

    async onClick(ev) {
        const button = ev.target.closest("button");
        if (!button || button.disabled) {
            return;
        }
        const store = button.dataset.storeId || this.el.querySelector("select").value;
        button.disabled = true;
        await this.show({ store_id: parseInt(store) });
        button.disabled = false;
    }

    async show(params = {}) {
        const productId = parseInt(this.el.dataset.productId);
        try {
            const { html } = await this.waitFor(
                rpc(
                    "/shop/stock_alert/store",
                    { product_id: productId, ...params },
                    { silent: true }
                )
            );
            if (this.el.dataset.productId === String(productId)) {
                setElementContent(this.el, markup(html));
            }
        } catch {
            this.services.notification.add(
                _t("This could not be written down. Check your connection, then try again."),
                { type: "warning" }
            );
        }
    }
}

registry.category("public.interactions").add("unified_ecommerce.store_alert", StoreAlert);
