import { browser } from "@web/core/browser/browser";
import { markup } from "@odoo/owl";
import { setElementContent } from "@web/core/utils/html";
import wSaleUtils from "@website_sale/js/website_sale_utils";

/**
 * Version of the cart that the page shows; the server refuses a write made from an
 * older one.
 *
 * @returns {Number|undefined}
 */
export function getShownVersion() {
    const version = document.querySelector(".o_unified_cart_banner")?.dataset.cartVersion;
    return version === undefined ? undefined : parseInt(version);
}

/**
 * Remember the version and the holder of the cart that the server has just answered.
 */
export function applyCartState(cart) {
    const banner = document.querySelector(".o_unified_cart_banner");
    if (!banner || cart.cart_version === undefined) {
        return;
    }
    banner.dataset.cartVersion = cart.cart_version;
    if (cart.held_until) {
        banner.dataset.heldUntil = cart.held_until.replace(" ", "T") + "Z";
    } else {
        delete banner.dataset.heldUntil;
    }
    setElementContent(banner, markup(cart["unified_ecommerce.cart_banner"]));
}

/**
 * Replace what the page shows of the cart by what the server rendered.
 */
export function applyCart(interactions, cart) {
    applyCartState(cart);
    const cartEl = document.querySelector("#shop_cart");
    if (!cartEl || !("website_sale.cart_lines" in cart)) {
        return;
    }
    const focused = document.activeElement?.dataset?.lineId;
    interactions.stopInteractions(cartEl);
    wSaleUtils.updateCartNavBar(cart);
    if (document.querySelector(".o_wsale_quick_reorder_line_group")) {
        wSaleUtils.updateQuickReorderSidebar(cart);
    }
    interactions.startInteractions(cartEl);
    if (focused) {
        [...cartEl.querySelectorAll(`input[data-line-id="${focused}"]`)]
            .find((input) => input.offsetParent)
            ?.focus();
    }
}

/**
 * Update the badge of the cart in the header, on desktop and mobile.
 */
export function showCartQuantity(quantity) {
    browser.sessionStorage.setItem("website_sale_cart_quantity", quantity);
    for (const badge of document.querySelectorAll(".my_cart_quantity")) {
        badge.textContent = quantity;
        badge.classList.toggle("d-none", !quantity);
    }
}
