import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";

/**
 * Asking for a cart that somebody else has, and answering who asks this till.
 *
 * Nothing here stops a sale: requests and answers are notifications.
 */
export class CartAsk {
    constructor(desk) {
        this.desk = desk;
        this.pos = desk.pos;
        this.state = reactive({ asked: {} });
        this.told = {};
        this.closing = {};
    }

    // ---- this till asks

    /** What is known of the request of this till, undefined when it did not ask. */
    requestFor(cart) {
        return cart && this.state.asked[cart.id];
    }

    /** An answer is told once: the next time the cart is looked at, it is past. */
    forget(cart) {
        if (!this.requestFor(cart)?.waiting) {
            delete this.state.asked[cart.id];
        }
    }

    async ask(partner, cart) {
        const answer = await this.call("unified_cart_ask", [partner.id], {
            operator_id: this.desk.operatorId,
        });
        if (!answer) {
            return;
        }
        const waiting = answer.status === "asked";
        this.state.asked[cart.id] = {
            waiting,
            message: answer.message,
            partner_id: partner.id,
        };
        if (waiting) {
            clearTimeout(this.timer);
            this.timer = setTimeout(
                () =>
                    this.settle(
                        cart.id,
                        _t("No answer. Ask again, or take the cart over for a reason.")
                    ),
                (answer.seconds + 1) * 1000
            );
        } else {
            await this.desk.refresh(partner);
        }
    }

    settle(cartId, message) {
        const request = this.state.asked[cartId];
        if (request?.waiting) {
            Object.assign(request, { waiting: false, message });
            this.pos.notification.add(message, { type: "info" });
        }
    }

    // ---- this till is told

    /** The cart changed, or its holder: somebody asks, or answers. */
    onCartEvent(cart, news) {
        const request = this.requestFor(cart);
        if (request?.waiting) {
            if (news?.kind === "later") {
                this.settle(cart.id, _t("%s answers: in a moment.", news.by));
            } else if (news?.kind === "taken_over" && cart.held_by?.mine) {
                // this till did not wait: no answer will come, and none is told
                delete this.state.asked[cart.id];
            } else if (news?.kind === "taken_over") {
                this.settle(cart.id, _t("%s has taken the cart over meanwhile.", news.by));
            } else if (cart.held_by?.mine) {
                this.settle(cart.id, _t("%s hands the cart over to you.", news?.by || ""));
            } else if (!cart.held_by) {
                this.settle(cart.id, _t("The cart is free: you can take it over."));
            }
        }
        this.showRequest(cart);
    }

    onCartGone(partnerId) {
        for (const [cartId, request] of Object.entries(this.state.asked)) {
            if (request.partner_id === partnerId) {
                this.settle(cartId, _t("This cart is no longer open."));
            }
        }
    }

    /** Somebody asks for a cart that this till has: say so once. */
    showRequest({ id, held_by, asked_by }) {
        const order = this.desk.ordersByCart.get(id);
        if (!held_by?.mine || !asked_by || !order) {
            this.closing[id]?.();
            return;
        }
        if (this.told[id] === asked_by.until) {
            return;
        }
        this.told[id] = asked_by.until;
        this.closing[id]?.();
        const close = this.pos.notification.add(
            asked_by.kind === "browser"
                ? _t("%s would like to have their cart back.", asked_by.name)
                : _t("%(asker)s asks for the cart of %(customer)s.", {
                      asker: asked_by.name,
                      customer: order.partner_id?.name || "",
                  }),
            {
                type: "warning",
                sticky: true,
                className: "o_unified_asked",
                buttons: [
                    { name: _t("Hand it over"), primary: true, onClick: () => this.give(order) },
                    { name: _t("In a moment"), onClick: () => this.later(id) },
                ],
            }
        );
        this.closing[id] = () => {
            delete this.closing[id];
            close();
        };
    }

    /** Hand the cart over: its lines leave this ticket and stay in the cart. */
    async give(order) {
        const cart = order.cartInHand;
        if (!cart || order.finalized) {
            return;
        }
        if (order.payment_ids.length) {
            this.pos.notification.add(
                _t("A payment has begun on this ticket: finish it, or remove it first."),
                { type: "warning" }
            );
            return;
        }
        this.closing[cart.id]?.();
        const { lost } = this.desk.state;
        // handing over is not losing: no question is asked
        lost[cart.id] = true;
        const partner = order.partner_id;
        const answer = await this.call("unified_cart_answer", [cart.id, true]);
        delete lost[cart.id];
        if (!answer) {
            return;
        }
        this.desk.removeCartLines(order);
        this.pos.notification.add(answer.message || _t("The cart has been handed over."), {
            type: answer.status === "given" ? "success" : "info",
        });
        await this.desk.refresh(partner);
    }

    async later(cartId) {
        this.closing[cartId]?.();
        const answer = await this.call("unified_cart_answer", [cartId, false]);
        if (answer?.message) {
            this.pos.notification.add(answer.message, { type: "info" });
        }
    }

    /** Ask the server; without network nothing is asked, and the till says so. */
    async call(method, args, kwargs) {
        if (!this.desk.offline) {
            try {
                return await this.desk.call(method, args, kwargs);
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
            }
        }
        this.desk.tellOffline();
        return null;
    }
}
