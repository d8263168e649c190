import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { ask, makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { TakeCartPopup } from "@unified_pos/app/components/popups/take_cart_popup/take_cart_popup";
import { CartAsk } from "./cart_ask";

export const HEARTBEAT = 30000;
const CART_EVENT = "unified_pos.cart";
const KEPT_CHANNELS = 20;

/**
 * The till's side of the customers' carts: it shows, asks for, keeps and gives back
 * carts. The server decides; this class only says what it answered.
 */
export class CartDesk {
    constructor(pos) {
        this.pos = pos;
        this.channels = [];
        this.state = reactive({ summaries: {}, lost: {} });
        this.asks = new CartAsk(this);
    }

    start() {
        this.pos.bus.subscribe(CART_EVENT, (payload) => this.onCartEvent(payload));
        this.timer = setInterval(() => this.heartbeat(), HEARTBEAT);
        // a till that was reloaded, or opened again, may still have a cart on a ticket
        this.heartbeat();
        window.addEventListener("pos-network-online", () => this.heartbeat());
        const carts = [...this.ordersByCart.values()].map((order) => order.partner_id);
        for (const partner of new Set([this.pos.getOrder()?.getPartner(), ...carts])) {
            this.refresh(partner);
        }
    }

    call(method, args, kwargs = {}) {
        return this.pos.data.call("pos.config", method, [this.pos.config.id, ...args], kwargs);
    }

    get offline() {
        return this.pos.data.network.offline;
    }

    // ---- what is known of a customer

    summaryOf(partner) {
        return (partner && this.state.summaries[partner.id]) || null;
    }

    /** Ask the server again; a till without network keeps what it knew. */
    async refresh(partner) {
        if (typeof partner?.id !== "number" || this.offline) {
            return null;
        }
        try {
            const summary = await this.call("unified_customer_summary", [partner.id]);
            this.state.summaries[partner.id] = summary;
            this.listen(summary.channel);
            return summary;
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                delete this.state.summaries[partner.id];
            }
            return null;
        }
    }

    listen(channel) {
        if (!channel || this.channels.includes(channel)) {
            return;
        }
        this.channels.push(channel);
        this.pos.bus.addChannel(channel);
        if (this.channels.length > KEPT_CHANNELS) {
            this.pos.bus.deleteChannel(this.channels.shift());
        }
    }

    async onCartEvent({ partner_id, news }) {
        if (!this.state.summaries[partner_id]) {
            return;
        }
        const partner = this.pos.models["res.partner"].get(partner_id);
        const summary = await this.refresh(partner);
        if (summary?.cart) {
            this.asks.onCartEvent(summary.cart, news);
        } else if (summary) {
            this.asks.onCartGone(partner_id);
        }
        const order = this.openOrders.find((o) => o.partner_id?.id === partner_id && o.cartInHand);
        if (order && summary?.cart?.id === order.cartInHand.id) {
            const holder = summary.cart.held_by;
            if (holder && !holder.mine) {
                await this.onLost(order, holder);
            }
        }
    }

    // ---- taking

    /** The cashier has chosen a customer: offer the cart when there is one. */
    async onPartnerChosen(order, partner) {
        const summary = await this.refresh(partner);
        const stillThere = order.partner_id?.id === partner.id && !order.finalized;
        if (summary?.cart && stillThere && !order.cartInHand && !order.isRefund) {
            await this.openCart(order, partner);
        }
    }

    async openCart(order, partner) {
        if (this.offline) {
            return this.tellOffline();
        }
        try {
            const preview = await this.call("unified_cart_preview", [partner.id]);
            await this.offerCart(order, partner, preview);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.tellOffline();
        }
    }

    /**
     * @param {Object|null} partner - null for the cart of a visitor
     * @param {string|false} cartKey - key of a cart that was found otherwise than by customer
     */
    async offerCart(order, partner, preview, message = "", cartKey = false) {
        while (preview.cart) {
            const answer = await makeAwaitable(this.pos.dialog, TakeCartPopup, {
                partner,
                preview,
                message,
                cartKey,
                firstName: this.summaryOf(partner)?.first_name || partner?.name || "",
            });
            if (!answer) {
                return false;
            }
            const result = await this.call("unified_cart_take", [partner?.id || false], {
                version: answer.version,
                take_over: Boolean(answer.takeOver),
                reason: answer.reason || false,
                operator_id: this.operatorId,
                cart_key: cartKey,
                quantities: answer.quantities || null,
                missing_ids: answer.missing,
            });
            if (result.status === "taken") {
                if (partner && order.getPartner()?.id !== partner.id) {
                    order.setPartner(partner);
                }
                this.listen(result.channel);
                await this.addCart(order, result);
                await this.refresh(partner);
                return true;
            }
            if (result.status === "gone") {
                this.pos.notification.add(result.message, { type: "info" });
                await this.refresh(partner);
                return false;
            }
            ({ preview, message } = result);
        }
        return false;
    }

    get operatorId() {
        return this.pos.config.module_pos_hr ? this.pos.cashier?.id || false : false;
    }

    /** Add the lines of a cart that was just taken, at the prices the customer saw. */
    async addCart(order, { lines, records }) {
        const data = await this.pos.data.missingRecursive(records);
        this.pos.models.connectNewData(data);
        this.pos.data.synchronizeServerDataInIndexedDB(data);
        const cart = this.pos.models["sale.order"].get(records["sale.order"][0].id);
        const missing = [];
        delete this.state.lost[cart.id];
        order.uiState.cartVersion = cart.cart_version;
        if (cart.fiscal_position_id) {
            order.fiscal_position_id = cart.fiscal_position_id;
        }
        for (const line of lines) {
            const product = this.pos.models["product.product"].get(line.product_id);
            if (product) {
                await this.addCartLine(order, cart, product, line);
            } else {
                missing.push(line.name);
            }
        }
        this.pos.addPendingOrder([order.id]);
        if (missing.length) {
            this.pos.notification.add(
                _t("This till does not sell: %s. It stays in the cart.", missing.join(", ")),
                { type: "warning", sticky: true }
            );
        }
    }

    async addCartLine(order, cart, product, line) {
        const models = this.pos.models;
        const orderLine = await this.pos.addLineToOrder(
            {
                product_tmpl_id: product.product_tmpl_id,
                product_id: product,
                qty: line.qty,
                price_unit: line.price_unit,
                price_type: "automatic",
                tax_ids: models["account.tax"].readMany(line.tax_ids).map((t) => ["link", t]),
                sale_order_origin_id: cart,
                sale_order_line_id: models["sale.order.line"].get(line.sale_line_id),
                attribute_value_ids: models["product.template.attribute.value"]
                    .readMany(line.attribute_value_ids)
                    .filter(Boolean)
                    .map((value) => ["link", value]),
                custom_attribute_value_ids: line.custom_values.map((custom) => [
                    "create",
                    {
                        custom_product_template_attribute_value_id: models[
                            "product.template.attribute.value"
                        ].get(custom.id),
                        custom_value: custom.value,
                    },
                ]),
            },
            order,
            { force: true },
            false
        );
        orderLine.setQuantity(line.qty, true);
        orderLine.setUnitPrice(line.price_unit);
        orderLine.setDiscount(line.discount);
        return orderLine;
    }

    // ---- keeping

    get openOrders() {
        return this.pos.models["pos.order"].filter((order) => !order.finalized);
    }

    get ordersByCart() {
        return new Map(
            this.openOrders
                .filter((order) => order.cartInHand)
                .map((order) => [order.cartInHand.id, order])
        );
    }

    /** Nobody is at the till: a forgotten cart goes back to its customer. */
    get isLeftAlone() {
        return this.pos.router.state.current === "SaverScreen";
    }

    /** Show the server that the till still works on its carts. */
    async heartbeat() {
        // a cart that was lost is not taken again while the cashier reads what happened
        const orders = new Map(
            [...this.ordersByCart].filter(([cartId]) => !this.state.lost[cartId])
        );
        if (this.offline || this.isLeftAlone || !orders.size) {
            return;
        }
        const versions = Object.fromEntries(
            [...orders].map(([cartId, order]) => [cartId, order.uiState.cartVersion])
        );
        let carts = {};
        try {
            carts = await this.call("unified_cart_renew", [[...orders.keys()]], { versions });
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return;
            }
            throw error;
        }
        for (const [cartId, order] of orders) {
            const known = carts[cartId];
            this.listen(known?.channel);
            if (known?.status === "mine") {
                order.uiState.cartVersion = known.version;
                this.asks.showRequest({ id: cartId, ...known });
            } else {
                await this.onLost(order, known?.held_by, known?.status === "changed");
            }
        }
    }

    /** Somebody else has the cart now: say so once, and let the cashier decide. */
    async onLost(order, holder, changed = false) {
        const cart = order.cartInHand;
        if (!cart || this.state.lost[cart.id]) {
            return;
        }
        this.state.lost[cart.id] = true;
        const remove = await ask(this.pos.dialog, {
            title: _t("Remove the cart from this ticket?"),
            body: this.lostText(holder, changed),
            confirmLabel: _t("Remove its articles"),
            cancelLabel: _t("Keep them as a plain sale"),
        });
        if (order.finalized) {
            return;
        }
        if (remove) {
            this.removeCartLines(order);
        } else {
            for (const line of order.cartLines) {
                line.update({ sale_order_line_id: false, sale_order_origin_id: false });
            }
        }
    }

    lostText(holder, changed) {
        if (holder) {
            return _t(
                "%s has just taken this cart over. Sell its articles here only if the customer leaves with them.",
                holder.name
            );
        }
        if (changed) {
            return _t(
                "This till was silent for too long, and the customer has changed the cart meanwhile. Sell these articles here only if the customer leaves with them."
            );
        }
        return _t(
            "This cart is no longer open. Sell its articles here only if the customer leaves with them."
        );
    }

    // ---- giving back

    removeCartLines(order) {
        for (const line of [...order.cartLines]) {
            order.removeOrderline(line);
        }
    }

    /** Give the cart of a ticket back to its customer, with all it holds. */
    async giveBack(order) {
        const cart = order.cartInHand;
        if (!cart) {
            return;
        }
        const partner = order.partner_id;
        this.removeCartLines(order);
        await this.release([cart.id]);
        this.pos.notification.add(_t("The cart is back with the customer."), { type: "success" });
        await this.refresh(partner);
    }

    /** A lease that cannot be ended now, without network, ends by itself. */
    async release(cartIds) {
        if (!cartIds.length || this.offline) {
            return;
        }
        try {
            await this.call("unified_cart_release", [cartIds]);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    tellOffline() {
        this.pos.notification.add(
            _t("No network: the cart stays with the customer. You can go on selling."),
            { type: "info" }
        );
    }
}
