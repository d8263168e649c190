import { Interaction } from "@web/public/interaction";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

import { applyCartState } from "./cart_page";

/**
 * Lets shoppers ask for their cart back while a till or an adviser has it, and tells
 * them the answer.
 */
export class CartAsk extends Interaction {
    static selector = ".o_unified_cart_banner";
    dynamicContent = {
        _root: { "t-on-click": this.locked(this.onClick) },
    };

    setup() {
        this.boundOnCart = this.onCart.bind(this);
    }

    start() {
        const bus = this.services.bus_service;
        bus.subscribe("unified_commerce.cart", this.boundOnCart);
        this.registerCleanup(() => bus.unsubscribe("unified_commerce.cart", this.boundOnCart));
    }

    async onClick(ev) {
        if (!ev.target.closest(".o_unified_cart_ask")) {
            return;
        }
        const answer = await this.waitFor(rpc("/shop/cart/ask"));
        applyCartState(answer);
        this.env.bus.trigger("unified_cart_shown");
        if (answer.status === "asked") {
            this.expectAnswer(answer.seconds);
        } else if (answer.message) {
            this.tell(answer.message);
        }
    }

    expectAnswer(seconds) {
        clearTimeout(this.timer);
        this.waiting = true;
        this.timer = this.waitForTimeout(
            () => this.settle(_t("No answer yet. Your cart is safe: you can ask again.")),
            (seconds + 1) * 1000
        );
    }

    onCart({ news, held_by }) {
        if (!this.waiting) {
            return;
        }
        if (news?.kind === "later") {
            this.settle(_t("They answer: in a moment."));
        } else if (!held_by) {
            this.settle(_t("Your cart is yours again."), "success");
        } else if (news?.kind === "taken_over" || news?.kind === "handed_over") {
            this.settle(_t("Somebody else of our staff has your cart now. You can ask again."));
        }
    }

    settle(message, type = "info") {
        this.waiting = false;
        clearTimeout(this.timer);
        this.tell(message, type);
        this.env.bus.trigger("unified_cart_stale");
    }

    tell(message, type = "info") {
        this.services.notification.add(message, { type });
    }
}

registry.category("public.interactions").add("unified_ecommerce.cart_ask", CartAsk);
