import { Interaction } from "@web/public/interaction";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { session } from "@web/session";

import { applyCart, getShownVersion, showCartQuantity } from "./cart_page";

const { DateTime } = luxon;

// time for the answer to this device's own change to arrive before the message about it
const OWN_CHANGE_DELAY = 250;
const LEASE_MARGIN = 1500;

/**
 * Shows what other devices, a till or an agent do to the customer's cart.
 *
 * The page never decides: a message says that something changed, the server is asked
 * for the cart as it is now, already rendered.
 */
export class CartLive extends Interaction {
    static selector = "#wrapwrap";
    static selectorHas = ".o_wsale_my_cart";
    dynamicContent = {
        _window: { "t-on-pageshow": this.onPageShow },
        _document: { "t-on-visibilitychange": this.onVisibilityChange },
    };

    setup() {
        // a visitor is told by what shows the code of the cart, if anything does
        this.isTold = !session.is_website_user;
        this.refreshLater = this.debounced(this.refresh, OWN_CHANGE_DELAY);
        this.boundOnCart = this.onCart.bind(this);
    }

    start() {
        if (this.isTold) {
            const bus = this.services.bus_service;
            bus.subscribe("unified_commerce.cart", this.boundOnCart);
            this.registerCleanup(() => bus.unsubscribe("unified_commerce.cart", this.boundOnCart));
            bus.start();
        }
        this.listen("unified_cart_shown", () => this.showHeld());
        this.listen("unified_cart_changed", () => {
            this.isTold = true;
            this.refreshLater();
        });
        this.listen("unified_cart_stale", () => this.refreshLater());
        this.showHeld();
    }

    listen(event, callback) {
        this.env.bus.addEventListener(event, callback);
        this.registerCleanup(() => this.env.bus.removeEventListener(event, callback));
    }

    get banner() {
        return this.el.querySelector(".o_unified_cart_banner");
    }

    onCart(payload) {
        if (payload.state === "open" && payload.quantity !== undefined) {
            this.showQuantity(payload.quantity);
        }
        if (this.banner || payload.state !== "open") {
            this.refreshLater();
        }
    }

    onPageShow(ev) {
        if (ev.persisted && this.isTold) {
            this.refresh();
        }
    }

    onVisibilityChange() {
        // a browser may have stopped the connection of a hidden page
        if (!document.hidden && this.isTold && this.banner) {
            this.refreshLater();
        }
    }

    async refresh() {
        const lines = Boolean(this.el.querySelector("#shop_cart"));
        let cart;
        try {
            cart = await this.waitFor(
                rpc("/shop/cart/live", { version: getShownVersion(), lines }, { silent: true })
            );
        } catch {
            // the next message, or the next visit of the page, brings it up to date
            return;
        }
        this.showQuantity(cart.cart_quantity);
        if (lines && !cart.cart_quantity && this.el.querySelector(".o_cart_product")) {
            // a till has just sold it all: the page of an empty cart has nothing to pay
            redirect("/shop/cart");
            return;
        }
        if (this.banner) {
            applyCart(this.services["public.interactions"], cart);
            this.showHeld();
        }
    }

    /**
     * Disable what would be refused while somebody else has the cart.
     */
    showHeld() {
        const banner = this.banner;
        if (!banner) {
            return;
        }
        const heldUntil = banner.dataset.heldUntil;
        const held = Boolean(heldUntil);
        document.body.classList.toggle("o_unified_cart_held", held);
        for (const time of banner.querySelectorAll("time.o_unified_time")) {
            time.textContent = formatTime(DateTime.fromISO(time.dateTime));
        }
        for (const input of this.el.querySelectorAll(".js_cart_lines input.js_quantity")) {
            input.disabled = held;
        }
        const controls =
            ".js_cart_lines .css_quantity a, .js_delete_product, .o_total_card .btn, " +
            ".o_unified_save_line .btn, .o_unified_save_cart .btn, " +
            "[name='website_sale_main_button'], [name='o_payment_submit_button']";
        for (const control of this.el.querySelectorAll(controls)) {
            setHeld(control, held);
        }
        clearTimeout(this.leaseTimer);
        if (held) {
            const left = DateTime.fromISO(heldUntil).diffNow().milliseconds;
            this.leaseTimer = this.waitForTimeout(
                () => this.refresh(),
                Math.max(left, 0) + LEASE_MARGIN
            );
        }
    }

    showQuantity(quantity) {
        showCartQuantity(quantity);
    }
}

function setHeld(control, held) {
    if (held) {
        control.setAttribute("aria-disabled", "true");
        control.setAttribute("tabindex", "-1");
    } else if (control.getAttribute("tabindex") === "-1") {
        control.removeAttribute("aria-disabled");
        control.removeAttribute("tabindex");
    }
    if (control.matches("button[name='o_payment_submit_button']")) {
        control.disabled = held || control.disabled;
    }
}

/**
 * "14 h 32" in French, the usual short time elsewhere, in the shopper's own time zone.
 */
function formatTime(time) {
    return document.documentElement.lang.startsWith("fr")
        ? time.toFormat("H'\u00a0h\u00a0'mm")
        : time.toLocaleString(DateTime.TIME_SIMPLE);
}

registry.category("public.interactions").add("unified_ecommerce.cart_live", CartLive);
