import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { useService } from "@web/core/utils/hooks";
import { describeTime } from "@unified_pos/app/utils/sent_state";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { SelectionPopup } from "@point_of_sale/app/components/popups/selection_popup/selection_popup";

/** Shows a cart, live, with what changed, and asks what of it the till takes over. */
export class TakeCartPopup extends Component {
    static template = "unified_pos.TakeCartPopup";
    static components = { Dialog };
    static props = {
        partner: { type: [Object, { value: null }], optional: true },
        cartKey: { type: [String, Boolean], optional: true },
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
            chosen: this.chooseAll(this.props.preview.cart),
        });
        this.list = useRef("list");
        useHotkey("enter", () => this.take(), { bypassEditableProtection: true });
        useHotkey("escape", () => this.leave(), { bypassEditableProtection: true });
        useEffect(
            () => {
                this.reload();
            },
            () => [this.known !== undefined && this.signatureOf(this.known)]
        );
        for (const [key, step] of [
            ["arrowdown", 1],
            ["arrowup", -1],
        ]) {
            useHotkey(key, () => this.focusLine(step), {
                allowRepeat: true,
                bypassEditableProtection: true,
            });
        }
    }

    /** What was last heard of the cart that is shown. */
    get known() {
        return this.props.partner
            ? this.pos.cartDesk.summaryOf(this.props.partner)?.cart
            : this.pos.cartFinder.state.visitors[this.state.preview.cart.id];
    }

    quantitiesOf(cart) {
        return Object.fromEntries(((cart && cart.lines) || []).map((line) => [line.id, line.qty]));
    }

    signatureOf(cart) {
        return cart ? `${cart.id}/${cart.version}/${cart.held_by?.name || ""}` : "none";
    }

    /** The cart or its holder changed while it is shown. */
    async reload() {
        const known = this.known;
        const shown = this.state.preview.cart;
        if (known === undefined || this.signatureOf(known) === this.signatureOf(shown)) {
            return;
        }
        const preview = await this.pos.cartDesk.call(
            "unified_cart_preview",
            [this.props.partner?.id || false],
            { cart_key: this.props.cartKey || false }
        );
        if (!preview.cart) {
            this.pos.notification.add(
                preview.message || _t("The cart has just been emptied or ordered."),
                { type: "info" }
            );
            return this.leave();
        }
        this.state.chosen = this.chooseAgain(shown, preview.cart);
        this.state.preview = preview;
        this.state.message =
            preview.cart.version !== shown.version ? _t("The cart has just changed.") : "";
    }

    get title() {
        return this.props.firstName
            ? _t("Take over the cart of %s?", this.props.firstName)
            : _t("Take over the cart of this visitor?");
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
            time: describeTime(since),
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
        if (this.heldByOther) {
            return _t("Take it over anyway");
        }
        return this.isComplete ? _t("Take over the cart") : _t("Take the ticked articles");
    }

    get lines() {
        return this.cart.lines.map((line) => ({
            ...line,
            chosen: this.state.chosen[line.id] || 0,
            isOffered: this.isOffered(line),
            isCounted: this.isOffered(line) && line.qty > 1,
            isLeft: !line.is_reward && !this.state.chosen[line.id],
            quantity: this.env.utils.formatProductQty(this.shownQuantity(line), false),
            price: this.env.utils.formatCurrency(this.priceOf(line, this.shownQuantity(line))),
            stock: this.stockOf(line),
            change: this.changeOf(line),
            priceChange: this.priceChangeOf(line),
            places: this.placesOf(line),
        }));
    }

    get total() {
        if (this.isComplete) {
            return this.env.utils.formatCurrency(this.cart.amount_total);
        }
        const prices = this.cart.lines
            .filter((line) => this.state.chosen[line.id])
            .map((line) => this.priceOf(line, this.state.chosen[line.id]));
        return this.env.utils.formatCurrency(prices.reduce((sum, price) => sum + price, 0));
    }

    // ---- some or all

    isOffered(line) {
        return !line.is_reward && !line.not_sold;
    }

    chooseAll(cart) {
        const offered = ((cart && cart.lines) || []).filter((line) => this.isOffered(line));
        return Object.fromEntries(offered.map((line) => [line.id, line.qty]));
    }

    /** What was left out stays left out; what is new is taken. */
    chooseAgain(before, cart) {
        const chosen = this.chooseAll(cart);
        for (const line of before.lines.filter((line) => line.id in chosen)) {
            if (this.state.chosen[line.id] !== line.qty) {
                chosen[line.id] = Math.min(this.state.chosen[line.id] || 0, chosen[line.id]);
            }
        }
        return chosen;
    }

    get isComplete() {
        return this.cart.lines
            .filter((line) => !line.is_reward)
            .every((line) => this.state.chosen[line.id] === line.qty);
    }

    /** Rewards are worked out again for a part, before it is paid. */
    get hasRewards() {
        return this.cart.lines.some((line) => line.is_reward);
    }

    get isNothingChosen() {
        return !Object.values(this.state.chosen).some(Boolean);
    }

    shownQuantity(line) {
        return this.state.chosen[line.id] || line.qty;
    }

    priceOf(line, quantity) {
        return line.qty ? (line.price_total * quantity) / line.qty : line.price_total;
    }

    toggle(line) {
        this.state.chosen[line.id] = this.state.chosen[line.id] ? 0 : line.qty;
    }

    step(line, change) {
        const quantity = (this.state.chosen[line.id] || 0) + change;
        this.state.chosen[line.id] = Math.min(Math.max(quantity, 0), line.qty);
    }

    onLineKeydown(ev, line) {
        const change = { "+": 1, "-": -1 }[ev.key];
        if (change) {
            ev.preventDefault();
            ev.stopPropagation();
            this.step(line, change);
        }
    }

    focusLine(step) {
        const ticks = [...this.list.el.querySelectorAll(".o_unified_tick:not(:disabled)")];
        const now = ticks.indexOf(document.activeElement);
        const next = now < 0 && step < 0 ? ticks.length - 1 : now + step;
        ticks[Math.min(Math.max(next, 0), ticks.length - 1)]?.focus();
    }

    // ---- what changed

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

    priceChangeOf(line) {
        if (line.price_now === undefined || line.price_now === line.price_seen) {
            return "";
        }
        return _t("now %(now)s, seen at %(seen)s", {
            now: this.env.utils.formatCurrency(line.price_now),
            seen: this.env.utils.formatCurrency(line.price_seen),
        });
    }

    // ---- taking

    async take() {
        if (this.isNothingChosen) {
            return;
        }
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
            missing: this.unknownProducts,
            quantities: this.isComplete ? null : { ...this.state.chosen },
        });
        this.props.close();
    }

    /** Articles that the till must load before it can sell them. */
    get unknownProducts() {
        const products = this.pos.models["product.product"];
        return this.cart.lines.map((line) => line.product_id).filter((id) => !products.get(id));
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
