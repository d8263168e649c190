import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { FindCartPopup } from "@unified_pos/app/components/popups/find_cart_popup/find_cart_popup";

const CART_EVENT = "unified_commerce.cart";
const LIVE_STATES = ["open", "guest"];

/**
 * Finds carts by code, QR, name or phone, the server deciding, and hears of the carts
 * of visitors, who have no account to be told by.
 */
export class CartFinder {
    constructor(pos) {
        this.pos = pos;
        this.state = reactive({ visitors: {} });
    }

    get desk() {
        return this.pos.cartDesk;
    }

    start() {
        this.pos.bus.subscribe(CART_EVENT, (payload) => this.onVisitorCart(payload));
        this.pos.barcodeReader?.register({ unified_cart: ({ code }) => this.open(code) });
    }

    ask() {
        if (this.desk.offline) {
            return this.desk.tellOffline();
        }
        this.pos.dialog.add(FindCartPopup, {});
    }

    /** Call the server; null, and said so, when there is no network. */
    async call(method, ...args) {
        if (this.desk.offline) {
            this.desk.tellOffline();
            return null;
        }
        try {
            return await this.desk.call(method, ...args);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.desk.tellOffline();
            return null;
        }
    }

    /** What a code or a QR opens: {status, message} or all that is needed to offer it. */
    find(text) {
        return this.call("unified_cart_open", [text]);
    }

    search(words) {
        return this.call("unified_cart_search", [words]);
    }

    /** A code or a QR was scanned: offer the cart, or say why there is none. */
    async open(text) {
        const found = await this.find(text);
        if (found?.status === "found") {
            await this.offer(found);
        } else if (found) {
            this.pos.notification.add(found.message, { type: "warning", sticky: true });
        }
    }

    async offer({ key, partner_id, channel, preview }) {
        preview ||= await this.call("unified_cart_preview", [false], { cart_key: key });
        if (!preview) {
            return;
        }
        if (!preview.cart) {
            this.pos.notification.add(preview.message, { type: "warning" });
            return;
        }
        const partner = partner_id ? await this.loadPartner(partner_id) : null;
        const bearer = this.desk.ordersByCart.get(preview.cart.id);
        if (bearer) {
            this.show(bearer);
            this.pos.notification.add(_t("This cart is already on this ticket."), { type: "info" });
            return;
        }
        this.desk.listen(channel);
        await this.desk.refresh(partner);
        const order = this.ticketFor(partner);
        this.show(order);
        try {
            await this.desk.offerCart(order, partner, preview, "", key);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.desk.tellOffline();
        }
    }

    async loadPartner(id) {
        const known = this.pos.models["res.partner"].get(id);
        if (known) {
            return known;
        }
        const [partner] = await this.pos.data.searchRead("res.partner", [["id", "=", id]]);
        return partner;
    }

    /** The ticket in hand, or a new one when that is somebody else's. */
    ticketFor(partner) {
        const order = this.pos.getOrder();
        const customer = order?.getPartner();
        const isOthers = customer && partner && customer.id !== partner.id;
        if (!order || order.finalized || order.isRefund || order.cartInHand || isOthers) {
            return this.pos.addNewOrder();
        }
        return order;
    }

    show(order) {
        this.pos.setOrder(order);
        if (this.pos.router.state.current !== "ProductScreen") {
            this.pos.navigate("ProductScreen", { orderUuid: order.uuid });
        }
    }

    /** The cart of a visitor changed; the server says what of it is still ours. */
    onVisitorCart({ cart_id, version, state, held_by }) {
        const isLive = LIVE_STATES.includes(state);
        this.state.visitors[cart_id] = isLive && { id: cart_id, version, held_by };
        if (this.desk.ordersByCart.has(cart_id)) {
            this.desk.heartbeat();
        }
    }
}
