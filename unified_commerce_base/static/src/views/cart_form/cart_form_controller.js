import { useEffect, useExternalListener, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

export const CART_EVENT = "unified_commerce.cart";
// time for the answer to this form's own save to arrive before the message about it
const OWN_CHANGE_DELAY = 300;
const SIGN_OF_LIFE = 60000;
const { DateTime } = luxon;

/**
 * The sales order form, live while the order is an open cart.
 *
 * The cart can be read until the agent takes it; what others do shows by itself, or,
 * while something is being typed, is told. Leaving the form gives the cart back.
 */
export class CartFormController extends FormController {
    static template = "unified_commerce_base.CartFormView";

    setup() {
        super.setup();
        this.busService = useService("bus_service");
        this.notification = useService("notification");
        this.live = useState({ changedBy: false });
        this.syncLater = useDebounced((payload) => this.syncCart(payload), OWN_CHANGE_DELAY);
        useBus(this.busService, "BUS:RECONNECT", () => this.cart && this.syncCart());
        useEffect(
            (cartId) => this.followCart(cartId),
            () => [this.cart && this.model.root.resId]
        );
        useEffect(
            (mine, resId) => {
                if (mine) {
                    return () => this.giveBack(resId);
                }
            },
            () => [this.hasCart, this.model.root.resId]
        );
        useEffect(
            () => this.showMode(),
            () => [this.model.root, this.cart]
        );
        useEffect(
            (asking, until) => this.waitForAnswer(asking, until),
            () => [this.model.root.data.cart_request === "mine", this.askedUntil]
        );
        useExternalListener(window, "pagehide", () => this.giveBackAtOnce());
        for (const activity of ["pointerdown", "keydown"]) {
            useExternalListener(window, activity, () => this.showLife(), { capture: true });
        }
    }

    /** Who may change the cart now, false for an order that is no open cart. */
    get cart() {
        return this.model.root.data.cart_editor || false;
    }

    get hasCart() {
        return this.cart === "me";
    }

    get askedUntil() {
        const until = this.model.root.data.cart_asker_until;
        return until ? until.toMillis() : 0;
    }

    call(method, resId = this.model.root.resId) {
        return this.orm.silent.call("sale.order", method, [[resId]]);
    }

    // ---- one editor

    /** A cart is changed by who has taken it only. */
    showMode() {
        const mode = this.cart && !this.hasCart ? "readonly" : "edit";
        if (!this.props.readonly && this.model.root.config.mode !== mode) {
            this.model.root.switchMode(mode);
        }
    }

    async showLife() {
        const now = Date.now();
        if (!this.hasCart || now - (this.lastLife || 0) < SIGN_OF_LIFE) {
            return;
        }
        this.lastLife = now;
        if (!(await this.call("action_cart_renew"))) {
            this.syncCart();
        }
    }

    async giveBack(resId) {
        try {
            await this.call("action_cart_give_back", resId);
        } catch {
            // the lease ends by itself
        }
    }

    /** The page goes away: only a beacon still leaves it. */
    giveBackAtOnce() {
        if (!this.hasCart) {
            return;
        }
        const method = "action_cart_give_back";
        const params = {
            model: "sale.order",
            method,
            args: [[this.model.root.resId]],
            kwargs: {},
        };
        navigator.sendBeacon(
            `/web/dataset/call_kw/sale.order/${method}`,
            new Blob([JSON.stringify({ jsonrpc: "2.0", method: "call", params })], {
                type: "application/json",
            })
        );
    }

    /** The server refuses what was typed on an old picture of the cart. */
    async onWillSaveRecord(record, changes) {
        if (this.cart) {
            changes.cart_seen_version = record.data.cart_seen_version;
        }
        return super.onWillSaveRecord(...arguments);
    }

    // ---- live

    followCart(cartId) {
        if (!cartId || !this.cart) {
            return;
        }
        const channel = `${CART_EVENT}_${cartId}`;
        const onEvent = (payload) => payload.cart_id === cartId && this.onCartEvent(payload);
        this.busService.addChannel(channel);
        this.busService.subscribe(CART_EVENT, onEvent);
        return () => {
            this.busService.unsubscribe(CART_EVENT, onEvent);
            this.busService.deleteChannel(channel);
        };
    }

    onCartEvent(payload) {
        this.tellNews(payload);
        this.syncLater(payload);
    }

    get isBeingEdited() {
        return this.model.root.dirty || this.ui.activeElement !== document;
    }

    isShown({ version, state, held_by, asked_by }) {
        const { data } = this.model.root;
        return (
            version <= data.cart_seen_version &&
            state === data.cart_state &&
            (held_by
                ? held_by.name === data.cart_holder_name
                : !["me", "other"].includes(this.cart)) &&
            Boolean(asked_by) === Boolean(data.cart_request)
        );
    }

    /** Show the cart as it is now, unless something is being typed. */
    async syncCart(payload) {
        await this.model.mutex.getUnlockedDef();
        if (payload && this.isShown(payload)) {
            return;
        }
        if (this.isBeingEdited) {
            this.live.changedBy = payload?.changed_by || _t("somebody else");
        } else {
            await this.reloadCart();
        }
    }

    async reloadCart() {
        await this.model.load();
        this.live.changedBy = false;
    }

    async discard() {
        await super.discard(...arguments);
        if (this.live.changedBy) {
            await this.reloadCart();
        }
    }

    // ---- asking

    tellNews({ news }) {
        if (!news) {
            return;
        }
        const { cart_request } = this.model.root.data;
        if (news.kind === "asked" && this.hasCart) {
            this.tellAsked(news.by);
        } else if (news.kind === "taken_over" && this.hasCart) {
            this.tell(
                "warning",
                news.reason
                    ? _t("%(holder)s has taken this cart over: %(reason)s.", {
                          holder: news.by,
                          reason: news.reason,
                      })
                    : _t("%s has taken this cart over.", news.by)
            );
        } else if (news.kind === "later" && cart_request === "mine") {
            this.answered = true;
            this.tell("info", _t("%s answers: in a moment.", news.by));
        } else if (news.kind === "handed_over" && cart_request === "mine") {
            this.answered = true;
            this.tell("success", _t("%s hands the cart over to you.", news.by));
        }
    }

    tell(type, message) {
        this.notification.add(message, { type, sticky: type === "warning" });
    }

    tellAsked(asker) {
        const answer = (method) => async () => {
            close();
            await this.model.root.save();
            await this.call(method);
            await this.reloadCart();
        };
        const close = this.notification.add(_t("%s asks for this cart.", asker), {
            type: "warning",
            sticky: true,
            buttons: [
                {
                    name: _t("Hand it over"),
                    primary: true,
                    onClick: answer("action_cart_hand_over"),
                },
                { name: _t("In a moment"), onClick: answer("action_cart_answer_later") },
            ],
        });
    }

    waitForAnswer(asking, until) {
        if (!asking) {
            return;
        }
        this.answered = false;
        const holder = this.model.root.data.cart_holder_name;
        const left = Math.max(until - DateTime.now().toMillis(), 0);
        const timer = setTimeout(() => {
            if (!this.answered) {
                this.tell("info", _t("%s does not answer. You can ask again.", holder));
            }
            this.syncCart();
        }, left + 1000);
        return () => clearTimeout(timer);
    }
}

export const cartFormView = { ...formView, Controller: CartFormController };

registry.category("views").add("unified_cart_form", cartFormView);
