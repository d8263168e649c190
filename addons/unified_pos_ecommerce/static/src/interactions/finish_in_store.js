import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { setElementContent } from "@web/core/utils/html";
import { Interaction } from "@web/public/interaction";

const CART_EVENT = "unified_commerce.cart";
const SHORTEST_WAIT = 60;

/**
 * Shows the code with which a till finds this cart, and lets a visitor, who has no
 * account to be told by, hear what the till does with it.
 */
export class FinishInStore extends Interaction {
    static selector = ".o_unified_finish_in_store";
    dynamicContent = {
        ".o_unified_show_code": {
            "t-on-click": this.onClick,
            "t-att-aria-expanded": () => String(this.isShown),
        },
        _document: { "t-on-visibilitychange": this.onVisibilityChange },
    };

    setup() {
        this.isShown = false;
        this.place = this.el.querySelector(".o_unified_cart_code");
        this.boundOnCart = (payload) => this.env.bus.trigger("unified_cart_changed", payload);
    }

    async onClick() {
        this.isShown = !this.isShown;
        if (this.isShown) {
            await this.show();
            this.place.scrollIntoView({ block: "nearest" });
        } else {
            this.hide();
        }
    }

    onVisibilityChange() {
        // a phone that was in a pocket: the code may be another one by now
        if (!document.hidden && this.isShown) {
            this.show();
        }
    }

    hide() {
        clearTimeout(this.timer);
        this.isShown = false;
        setElementContent(this.place, "");
    }

    async show() {
        let answer;
        try {
            answer = await this.waitFor(rpc("/shop/cart/code", {}, { silent: true }));
        } catch {
            answer = {
                message: _t("No network: the code cannot be shown. Try again in a moment."),
            };
        }
        if (!answer.html) {
            this.hide();
            this.services.notification.add(
                answer.message || _t("Your cart is empty: there is nothing to finish."),
                { type: "warning" }
            );
            return;
        }
        setElementContent(this.place, markup(answer.html));
        this.listen(answer.channel);
        clearTimeout(this.timer);
        // asked again before it ends: the server prolongs it
        const wait = Math.max(answer.seconds * 0.6, SHORTEST_WAIT);
        this.timer = this.waitForTimeout(() => !document.hidden && this.show(), wait * 1000);
    }

    listen(channel) {
        if (!channel || this.channel) {
            return;
        }
        this.channel = channel;
        const bus = this.services.bus_service;
        bus.addChannel(channel);
        bus.subscribe(CART_EVENT, this.boundOnCart);
        bus.start();
        this.registerCleanup(() => {
            bus.unsubscribe(CART_EVENT, this.boundOnCart);
            bus.deleteChannel(channel);
        });
    }
}

registry
    .category("public.interactions")
    .add("unified_pos_ecommerce.finish_in_store", FinishInStore);
