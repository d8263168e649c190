import { Component, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { useService } from "@web/core/utils/hooks";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { SelectionPopup } from "@point_of_sale/app/components/popups/selection_popup/selection_popup";

/** Shows a customer's cart, live, and asks whether the till takes it over. */
export class TakeCartPopup extends Component {
    static template = "unified_pos.TakeCartPopup";
    static components = { Dialog };
    static props = {
        partner: Object,
        firstName: String,
        preview: Object,
        message: { type: String, optional: true },
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.asked = useState(this.pos.cartDesk.asks.state.asked);
        this.pos.cartDesk.asks.forget(this.props.preview.cart);
        this.state = useState({
            preview: this.props.preview,
            message: this.props.message || "",
            before: this.quantitiesOf(this.props.preview.cart),
        });
        useHotkey("enter", () => this.take(), { bypassEditableProtection: true });
        useHotkey("escape", () => this.leave(), { bypassEditableProtection: true });
        useEffect(
            () => {
                this.reload();
            },
            () => [this.signatureOf(this.pos.cartDesk.summaryOf(this.props.partner)?.cart)]
        );
    }

    quantitiesOf(cart) {
        return Object.fromEntries(((cart && cart.lines) || []).map((line) => [line.id, line.qty]));
    }

    signatureOf(cart) {
        return cart ? `${cart.id}/${cart.version}/${cart.held_by?.name || ""}` : "none";
    }

    /** The cart or its holder changed while it is shown. */
    async reload() {
        const known = this.pos.cartDesk.summaryOf(this.props.partner)?.cart;
        const shown = this.state.preview.cart;
        if (known === undefined || this.signatureOf(known) === this.signatureOf(shown)) {
            return;
        }
        const preview = await this.pos.cartDesk.call("unified_cart_preview", [
            this.props.partner.id,
        ]);
        if (!preview.cart) {
            this.pos.notification.add(_t("The cart has just been emptied or ordered."), {
                type: "info",
            });
            return this.leave();
        }
        this.state.preview = preview;
        this.state.message =
            preview.cart.version !== shown.version ? _t("The cart has just changed.") : "";
    }

    get title() {
        return _t("Take over the cart of %s?", this.props.firstName);
    }

    get cart() {
        return this.state.preview.cart;
    }

    get heldByOther() {
        return this.cart.held_by && !this.cart.held_by.mine ? this.cart.held_by : false;
    }

    get heldText() {
        const since = deserializeDateTime(this.heldByOther.since);
        return _t("%(holder)s has had this cart since %(time)s.", {
            holder: this.heldByOther.name,
            time: since.toFormat("HH:mm"),
        });
    }

    /** What became of the request of this till, undefined when it did not ask. */
    get request() {
        return this.asked[this.cart.id];
    }

    ask() {
        return this.pos.cartDesk.asks.ask(this.props.partner, this.cart);
    }

    get originText() {
        return this.cart.channel ? _t("Begun on: %s", this.cart.channel) : "";
    }

    get takeLabel() {
        return this.heldByOther ? _t("Take it over anyway") : _t("Take over the cart");
    }

    get lines() {
        return this.cart.lines.map((line) => ({
            ...line,
            quantity: this.env.utils.formatProductQty(line.qty, false),
            price: this.env.utils.formatCurrency(line.price_total),
            stock: this.stockOf(line),
            change: this.changeOf(line),
            places: this.placesOf(line),
        }));
    }

    get total() {
        return this.env.utils.formatCurrency(this.cart.amount_total);
    }

    stockOf(line) {
        if (!line.storable) {
            return false;
        }
        const quantity = this.env.utils.formatProductQty(Math.max(line.available, 0), false);
        if (line.available >= line.qty) {
            return { css: "text-success", icon: "fa-check", text: _t("%s here", quantity) };
        }
        if (line.available > 0) {
            const text = _t("only %s here", quantity);
            return { css: "text-warning-emphasis", icon: "fa-exclamation-triangle", text };
        }
        return { css: "text-danger", icon: "fa-times", text: _t("none here") };
    }

    placesOf(line) {
        if (!line.storable || line.available >= line.qty) {
            return "";
        }
        const format = (quantity) => this.env.utils.formatProductQty(quantity, false);
        return (this.state.preview.places[line.product_id] || [])
            .map((place) =>
                _t("%(place)s: %(quantity)s", {
                    place: place.name,
                    quantity: format(place.available),
                })
            )
            .join(" · ");
    }

    changeOf(line) {
        const before = this.state.before[line.id];
        if (before === undefined) {
            return _t("added just now");
        }
        return before === line.qty ? "" : _t("quantity changed just now");
    }

    async take() {
        let reason = false;
        if (this.heldByOther) {
            reason = await this.askReason();
            if (!reason) {
                return;
            }
        }
        this.props.getPayload({
            version: this.cart.version,
            takeOver: Boolean(this.heldByOther),
            reason,
        });
        this.props.close();
    }

    async askReason() {
        const reasons = [
            _t("The customer is here"),
            _t("The other till agrees"),
            _t("The other till does not answer"),
        ];
        return makeAwaitable(this.dialog, SelectionPopup, {
            title: _t("Why take it over?"),
            list: reasons.map((label, id) => ({ id, label, item: label })),
        });
    }

    leave() {
        this.props.close();
    }
}
