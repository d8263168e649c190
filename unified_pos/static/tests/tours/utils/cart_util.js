import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";

export function cartIsOffered(firstName) {
    return [
        {
            content: `the till asks whether to take the cart of ${firstName}`,
            trigger: `.o_unified_take_cart .modal-title:contains('${firstName}')`,
        },
    ];
}

export function cartHasLine(name, stock) {
    return [
        {
            content: `${name} is in the cart, ${stock}`,
            trigger: `.o_unified_cart_line:contains('${name}'):contains('${stock}')`,
        },
    ];
}

export function cartIsHeldBy(name) {
    return [
        {
            content: `the cart is held by ${name}`,
            trigger: `.o_unified_held:contains('${name}')`,
        },
    ];
}

export function takeCart() {
    return [{ content: "take the cart over", trigger: ".o_unified_take", run: "click" }];
}

export function leaveCart() {
    return [{ content: "leave the cart", trigger: ".o_unified_leave", run: "click" }];
}

export function giveCartBack() {
    return [{ content: "give the cart back", trigger: ".o_unified_chip_give_back", run: "click" }];
}

export function cartIsInHand() {
    return [{ content: "the cart is here", trigger: ".o_unified_chip_in_hand" }];
}

export function cartIsWaiting(count) {
    return [
        {
            content: `a cart of ${count} articles is waiting`,
            trigger: `.o_unified_chip:has(.o_unified_chip_dot) .o_unified_chip_count:contains('${count}')`,
        },
    ];
}

export function managerIsAsked(text) {
    return [
        {
            content: "a manager is asked",
            trigger: `.modal:contains('Does a manager agree?') .subtitle:contains('${text}')`,
        },
    ];
}

export function lineHasDiscount(name, discount) {
    return [
        {
            content: `${name} has a discount of ${discount} %`,
            trigger: `.orderline:contains('${name}') .price-per-unit:contains('${discount}')`,
        },
    ];
}

export function payByCard() {
    return [
        ProductScreen.clickFastPaymentButton("Card"),
        {
            content: "the receipt is shown",
            trigger: ".pos .receipt-screen",
            // the server settles an order here: slow machines need more than 10 s
            timeout: 60000,
        },
    ].flat();
}
