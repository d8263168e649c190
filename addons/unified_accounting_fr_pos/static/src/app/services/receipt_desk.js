import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { TextInputPopup } from "@point_of_sale/app/components/popups/text_input_popup/text_input_popup";
import { toCents } from "../utils/describe_ticket";

/** Who asks for a note of services of this amount and more gets one (arrêté 83-50/A). */
const NOTE_CENTS = 2500;

/**
 * When a ticket is printed: on request, or where the law asks for it (art. L541-15-10
 * and D541-371 C. env.). It leaves once as the original, then as a numbered duplicate.
 */
export class ReceiptDesk {
    constructor(pos) {
        this.pos = pos;
    }

    /** Whether the ticket is printed without anybody's asking. */
    mustPrint(order) {
        return (
            order.guaranteedLines.length > 0 ||
            this.hasCardCancelled(order) ||
            this.services(order) >= NOTE_CENTS
        );
    }

    hasCardCancelled(order) {
        return order.payment_ids.some(
            (payment) => payment.payment_method_id.type === "bank" && payment.getAmount() < 0
        );
    }

    services(order) {
        const downPayment = this.pos.config.raw.down_payment_product_id;
        return order.lines
            .filter(
                (line) =>
                    line.product_id.type === "service" &&
                    line.priceIncl > 0 &&
                    line.product_id.id !== downPayment &&
                    !line.isVoucher
            )
            .reduce((total, line) => total + toCents(line.priceIncl), 0);
    }

    /**
     * Let a ticket leave the till once more, by printer or by e-mail.
     *
     * @param {Function} issue - prints it; falsy when nothing came out
     */
    async issue(order, issue) {
        if (!order.nb_print || order.uiState.fiscal?.training) {
            return issue();
        }
        const count = await this.countDuplicate(order);
        if (count === null) {
            return false;
        }
        order.uiState.duplicate = count;
        try {
            return await issue();
        } finally {
            delete order.uiState.duplicate;
        }
    }

    /** The number of the duplicate, 0 for the original, null when nothing may leave. */
    async countDuplicate(order) {
        if (this.pos.data.network.offline || !order.isSynced) {
            this.pos.dialog.add(AlertDialog, {
                title: _t("This ticket was printed before"),
                body: _t(
                    "A duplicate has a number, which only the server gives. Try again when the network is back."
                ),
            });
            return null;
        }
        const reason = await makeAwaitable(this.pos.dialog, TextInputPopup, {
            title: _t("Why does this ticket leave again?"),
            placeholder: _t("The customer lost it"),
            buttons: this.reasons.map((label) => ({ label, isSelected: false })),
        });
        if (!reason?.trim()) {
            return null;
        }
        const answer = await this.pos.data.call("pos.config", "print_fiscal_duplicate", [
            this.pos.config.id,
            order.id,
            reason.trim(),
        ]);
        return answer.count;
    }

    get reasons() {
        return [_t("Customer’s request"), _t("Printer failed"), _t("Accounts")];
    }
}
