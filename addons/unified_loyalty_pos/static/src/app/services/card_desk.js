import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { SelectionPopup } from "@point_of_sale/app/components/popups/selection_popup/selection_popup";
import { CardPopup } from "@unified_loyalty_pos/app/components/popups/card_popup/card_popup";

export const CARD_METHOD = "unified_card";

/** Whether a payment line is a gift card, an e-wallet or a store credit. */
export function isCardLine(line) {
    return line.payment_method_id?.use_payment_terminal === CARD_METHOD;
}

/**
 * Cards that pay like money. The server finds, keeps and spends; the till asks, and
 * shows what it answered. Without network it can neither take nor sell a card.
 */
export class CardDesk {
    constructor(pos) {
        this.pos = pos;
    }

    get offline() {
        return this.pos.data.network.offline;
    }

    tell(title, body) {
        this.pos.dialog.add(AlertDialog, { title, body });
        return false;
    }

    get offlineMessage() {
        return _t(
            "Without network nobody knows what is left on a card: take another means of payment, or wait for the network. Nothing was taken off the card."
        );
    }

    tellOffline() {
        return this.tell(_t("No network"), this.offlineMessage);
    }

    /** @returns {Promise<object>} the answer; {message} when the server refuses */
    async call(method, ...args) {
        if (this.offline) {
            return { message: this.offlineMessage };
        }
        try {
            return await this.pos.data.call("pos.config", method, [this.pos.config.id, ...args]);
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return { message: this.offlineMessage };
            }
            if (error instanceof RPCError && error.data?.message) {
                return { message: error.data.message };
            }
            throw error;
        }
    }

    ask(title, check, choice) {
        return makeAwaitable(this.pos.dialog, CardPopup, {
            title,
            check,
            ...(choice ? { choice } : {}),
        });
    }

    // ---- paying

    isSold(line) {
        return this.pos.config._card_product_ids?.includes(line.product_id?.id);
    }

    /** @returns {Promise<boolean>} whether the card pays this line */
    async pay(order, line) {
        if (this.offline) {
            return this.tellOffline();
        }
        if (order.lines.some((sold) => this.isSold(sold) && sold.qty > 0)) {
            return this.tell(
                _t("A card does not pay for a card"),
                _t("Choose another means of payment for this ticket.")
            );
        }
        const partnerId = order.partner_id?.id || false;
        const kept = await this.ask(_t("Which card pays?"), (code) =>
            this.call("unified_card_authorize", order.uuid, line.uuid, code, line.amount, partnerId)
        );
        if (!kept) {
            return false;
        }
        this.note(line, kept, kept.amount);
        line.ticket = _t("Card %(name)s, left on it: %(left)s", {
            name: kept.name,
            left: kept.left_display,
        });
        if (!order.isPaid()) {
            this.pos.notification.add(
                _t("The card paid %(paid)s. The rest is paid by another means.", {
                    paid: this.pos.env.utils.formatCurrency(kept.amount),
                }),
                { type: "info" }
            );
        }
        return true;
    }

    note(line, card, amount) {
        line.setAmount(amount);
        line.transaction_id = card.token;
        line.card_no = card.name;
    }

    async release(order, uuids) {
        if (uuids.length && !this.offline) {
            await this.call("unified_card_release", order.uuid, uuids);
        }
        return true;
    }

    /** Give back what the cards of a ticket that is given up had kept. */
    releaseAll(order) {
        const lines = order.payment_ids.filter((line) => isCardLine(line) && line.amount > 0);
        return this.release(
            order,
            lines.map((line) => line.uuid)
        );
    }

    // ---- giving back

    getRefunded(order) {
        return order.lines.map((line) => line.refunded_orderline_id?.order_id).find(Boolean);
    }

    /** The card that paid comes first; a store credit only if the customer wants it. */
    async refund(order, line) {
        if (this.offline) {
            return this.tellOffline();
        }
        const offer = await this.call(
            "unified_cards_to_refund",
            this.getRefunded(order)?.id || false,
            line.uuid
        );
        if (offer.message) {
            return this.tell(_t("No card"), offer.message);
        }
        const list = offer.cards.map((card, index) => ({
            id: index + 1,
            label: _t("Back to the card %(name)s: %(amount)s", {
                name: card.name,
                amount: card.amount_display,
            }),
            item: card,
        }));
        list.push({
            id: 0,
            label: _t("The customer chooses a store credit instead of the money"),
            item: { isCredit: true },
        });
        const chosen = await makeAwaitable(this.pos.dialog, SelectionPopup, {
            title: _t("Where does the money go?"),
            list,
        });
        if (!chosen) {
            return false;
        }
        if (chosen.isCredit) {
            return this.giveStoreCredit(order, line);
        }
        this.note(line, chosen, Math.max(line.amount, -chosen.amount));
        line.ticket = _t("Given back to the card %s", chosen.name);
        return true;
    }

    async giveStoreCredit(order, line) {
        const made = await this.call(
            "unified_store_credit",
            line.uuid,
            order.partner_id?.id || false
        );
        if (made.message) {
            return this.tell(_t("No store credit"), made.message);
        }
        this.note(line, made, line.amount);
        line.ticket = _t("Store credit: %s", made.code);
        return true;
    }

    // ---- before the ticket is paid

    /** @returns {Promise<boolean>} whether nothing a card paid leaves the till as cash */
    async check(order) {
        const byCard = order.payment_ids.filter((line) => isCardLine(line) && line.isDone());
        const paid = byCard.reduce((sum, line) => sum + line.amount, 0);
        if (order.isRefund) {
            return this.checkRefund(order, byCard);
        }
        if (byCard.length && this.pos.currency.round(paid - order.totalDue) > 0) {
            return this.tell(
                _t("The card pays more than the ticket"),
                _t(
                    "No change is given on a card. Reverse its payment and scan the card again: it pays what is due."
                )
            );
        }
        return true;
    }

    async checkRefund(order, byCard) {
        const refunded = this.getRefunded(order);
        if (!refunded || this.offline) {
            return true;
        }
        const offer = await this.call("unified_cards_to_refund", refunded.id, order.uuid);
        const others = order.payment_ids.filter((line) => !byCard.includes(line));
        const out = -others.reduce((sum, line) => sum + line.amount, 0);
        if (
            offer.cards?.length &&
            offer.others !== false &&
            this.pos.currency.round(out - offer.others) > 0
        ) {
            return this.tell(
                _t("A card paid this ticket"),
                _t(
                    "At most %s can be given back by other means: the rest goes back to the card that paid.",
                    this.pos.env.utils.formatCurrency(offer.others)
                )
            );
        }
        return true;
    }

    // ---- selling

    /** @returns {Promise<boolean>} whether each card that is sold is known */
    async settle(order) {
        for (const line of order?.lines.filter((one) => this.isSold(one)) || []) {
            const settled = line.qty > 0 ? await this.sell(line) : await this.takeBack(line);
            if (!settled) {
                return false;
            }
        }
        return true;
    }

    async sell(line) {
        if (this.offline) {
            return line.sold_card_token ? true : this.tellOffline();
        }
        const choose = (code, token) =>
            this.call(
                "unified_card_to_sell",
                line.uuid,
                line.product_id.id,
                line.priceIncl,
                code || false,
                token || false
            );
        let card = null;
        if (line.sold_card_token) {
            card = await choose(false, line.sold_card_token);
        } else {
            card = await this.ask(
                _t("%s: which card?", line.getFullProductName()),
                (code) => choose(code),
                _t("New card, printed on the receipt")
            );
            if (card?.chosen) {
                card = await choose();
            }
        }
        if (!card) {
            return false;
        }
        if (card.message) {
            return this.tell(_t("This card cannot be sold"), card.message);
        }
        line.sold_card_token = card.token;
        line.uiState.soldCard = { ...line.uiState.soldCard, name: card.name };
        if (card.code) {
            line.uiState.soldCard.code = card.code;
        }
        return true;
    }

    async takeBack(line) {
        const sold = line.refunded_orderline_id;
        if (!sold || this.offline) {
            return true;
        }
        const left = await this.call("unified_cards_sold_left", [sold.id]);
        if (left[sold.id] !== undefined && left[sold.id] + line.priceIncl < -0.005) {
            return this.tell(
                _t("This card was used"),
                _t(
                    "%s are left on it: what was spent cannot be given back.",
                    this.pos.env.utils.formatCurrency(left[sold.id])
                )
            );
        }
        return true;
    }

    // ---- looking

    async look() {
        if (this.offline) {
            return this.tellOffline();
        }
        const card = await this.ask(_t("What is left on this card?"), (code) =>
            this.call("unified_card_look_up", code)
        );
        if (card) {
            const details = [card.program, card.refusal];
            if (card.expires) {
                details.push(_t("Until %s", card.expires_display));
            }
            this.tell(`${card.name}: ${card.left_display}`, details.filter(Boolean).join(" · "));
        }
    }
}
