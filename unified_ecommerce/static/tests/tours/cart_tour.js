import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("unified_ecommerce_cart_held", {
    steps: () => [
        {
            content: "the shopper reads where the cart is",
            trigger: ".o_unified_cart_banner:contains('Lyon')",
        },
        {
            content: "the quantity cannot be changed",
            trigger: "body.o_unified_cart_held:has(#cart_products input.js_quantity:disabled)",
        },
        {
            content: "the way to the payment is closed",
            trigger: "body:has([name='website_sale_main_button'][aria-disabled='true'])",
        },
    ],
});

const more = {
    trigger: "#cart_products .css_quantity a:has(.oi-plus)",
    run: "click",
};

registry.category("web_tour.tours").add("unified_ecommerce_cart_outdated", {
    steps: () => [
        {
            content: "the page is older than the cart",
            trigger: "#cart_products",
            run: () => {
                document.querySelector(".o_unified_cart_banner").dataset.cartVersion = 0;
            },
        },
        { content: "one more", ...more },
        {
            content: "the refusal says why, and the quantity is the one of the cart",
            trigger: "#data_warning",
        },
        {
            trigger: "#cart_products input.js_quantity:value(1)",
        },
        { content: "one more, from a page that is up to date", ...more },
        {
            trigger: "#cart_products input.js_quantity:value(2)",
        },
    ],
});
