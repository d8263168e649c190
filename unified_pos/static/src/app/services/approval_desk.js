/* global Sha1 */

import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { ConnectionLostError } from "@web/core/network/rpc";
import { serializeDateTime } from "@web/core/l10n/dates";
import { formatFloat } from "@web/core/utils/numbers";
import { ask, makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { NumberPopup } from "@point_of_sale/app/components/popups/number_popup/number_popup";
import { SelectionPopup } from "@point_of_sale/app/components/popups/selection_popup/selection_popup";
import { uuidv4 } from "@point_of_sale/utils";
import { toNumber } from "@unified_pos/app/utils/to_number";

const OFFLINE_TRIES = 5;
const OFFLINE_WAIT = 5 * 60 * 1000;
const COVERED_BY = {
    discount: (approval, wanted) =>
        approval.line_uuid === wanted.line_uuid && approval.after >= wanted.after,
    price: (approval, wanted) =>
        approval.line_uuid === wanted.line_uuid && approval.after === wanted.after,
    refund: () => true,
    line_removal: () => false,
    offline_sale: (approval, wanted) =>
        approval.line_uuid === wanted.line_uuid && approval.after >= wanted.after,
};
// what a manager does alone, and the ticket does not show
const TOLD_BY_THE_TILL = ["line_removal", "offline_sale"];

/** Asks for a manager's PIN where the till's settings want one. */
export class ApprovalDesk {
    constructor(pos) {
        this.pos = pos;
        this.wrongTries = [];
    }

    isOn(action) {
        const wanted = action === "offline_sale" || this.pos.config[`approval_${action}`];
        return Boolean(this.pos.config.module_pos_hr && wanted);
    }

    get isManager() {
        return this.pos.cashier?._role === "manager";
    }

    isRequired(action) {
        if (!this.isOn(action) || this.isManager) {
            return false;
        }
        // goods in hand are never blocked for want of somebody to ask
        return action !== "offline_sale" || this.managers.length > 0;
    }

    /** Who may approve without network. */
    get managers() {
        return this.pos.models["hr.employee"].filter(
            (employee) => employee._role === "manager" && employee._pin
        );
    }

    discountLimit(line) {
        const agreed = line.sale_order_origin_id?.is_cart ? line.sale_order_line_id?.discount : 0;
        return Math.max(this.pos.config.max_discount_without_approval || 0, agreed || 0);
    }

    /**
     * @param {Object} wanted - action, order, line (optional), before, after, text
     * @returns {Promise<boolean>} whether the cashier may go on
     */
    async ask({ action, order, line, before = 0, after = 0, text = "" }) {
        const request = this.prepareRequest({ action, order, line, before, after });
        const given = this.approvalsOf(order);
        if (given.some((one) => one.action === action && COVERED_BY[action](one, request))) {
            return true;
        }
        if (!this.isRequired(action)) {
            return this.decideAlone(order, request, text);
        }
        const approval = await this.askPin(request, text);
        if (approval) {
            given.push(approval);
        }
        return Boolean(approval);
    }

    /** What the customer's cart keeps is not lost: a cashier may take it off alone. */
    mayBeTakenOff(line) {
        return Boolean(line.sale_order_origin_id?.is_cart) || !this.isOn("line_removal");
    }

    /**
     * Remember the most a line has counted before a number was typed: less than that
     * is a removal. The digits of one number are not: "12" begins with "1".
     */
    noteTyped(line, text) {
        const { typed, countedQty = 0 } = line.uiState;
        const goesOn =
            typed !== undefined &&
            line.qty === toNumber(typed) &&
            (text.startsWith(typed) || typed.startsWith(text));
        if (!goesOn) {
            line.uiState.countedQty = Math.max(countedQty, line.qty);
        }
        line.uiState.typed = text;
    }

    /**
     * Ask for what is certain only once the ticket is complete: a number is typed
     * digit by digit, and a discount on the whole ticket follows its lines.
     *
     * @returns {Promise<boolean>} whether the ticket may be paid
     */
    async settle(order) {
        for (const line of order.lines.filter((line) => this.takenOff(line) > 0)) {
            const approved = await this.ask({
                action: "line_removal",
                order,
                line,
                before: line.uiState.countedQty,
                after: line.qty,
                text: _t("Take %(quantity)s of %(product)s off the ticket", {
                    quantity: formatFloat(this.takenOff(line), { trailingZeros: false }),
                    product: line.full_product_name,
                }),
            });
            if (!approved) {
                this.restoreCounted(line);
                return false;
            }
            line.uiState.countedQty = line.qty;
        }
        return this.settleReductions(order);
    }

    /** The till itself lowered a line: nothing was taken off the ticket. */
    countAgain(line) {
        line.uiState.countedQty = Math.min(line.uiState.countedQty || 0, line.qty);
    }

    /** Refused: the line counts again what it counted. */
    restoreCounted(line) {
        if (line.qty < (line.uiState.countedQty || 0)) {
            line.setQuantity(line.uiState.countedQty, Boolean(line.combo_line_ids?.length));
        }
    }

    /** The quantity a line has lost; a weight is corrected freely, never down to none. */
    takenOff(line) {
        const counted = line.uiState.countedQty || 0;
        const weighed = !line.product_id.uom_id?.is_pos_groupable && line.qty > 0;
        return this.mayBeTakenOff(line) || weighed || line.qty < 0 ? 0 : counted - line.qty;
    }

    async settleReductions(order) {
        const lines = order.reductionLines;
        const taken = -lines.reduce((total, line) => total + line.priceIncl, 0);
        const sold = order.lines
            .filter((line) => line.qty > 0 && line.priceIncl > 0)
            .reduce((total, line) => total + line.priceIncl, 0);
        const limit = this.pos.config.max_discount_without_approval || 0;
        // each line of a discount may be rounded up by one cent
        const free = (sold * limit) / 100 + order.currency.rounding * lines.length;
        if (!this.isRequired("discount") || !lines.length || taken <= free) {
            return true;
        }
        const percent = sold ? Math.ceil((taken / sold) * 10000) / 100 : 100;
        return this.ask({
            action: "discount",
            order,
            after: percent,
            text: _t(
                "Discount of %s on the whole ticket",
                `${formatFloat(percent, { trailingZeros: false })}\u00a0%`
            ),
        });
    }

    approvalsOf(order) {
        return (order.uiState.approvals ||= []);
    }

    prepareRequest({ action, order, line, before, after }) {
        return {
            uuid: uuidv4(),
            action,
            order_uuid: order.uuid,
            order_name: order.pos_reference,
            line_uuid: line?.uuid || false,
            product_id: line?.product_id?.id || false,
            operator_id: this.pos.cashier?.id || false,
            before,
            after,
        };
    }

    /** Nobody else is asked; what a manager does is told to the server with the ticket. */
    async decideAlone(order, request, text) {
        if (request.action === "offline_sale" && !(await this.confirm(text))) {
            return false;
        }
        const isTold = TOLD_BY_THE_TILL.includes(request.action);
        if (isTold && this.isOn(request.action) && this.isManager) {
            this.approvalsOf(order).push({
                ...request,
                approver_id: request.operator_id,
                own_action: true,
                date: serializeDateTime(luxon.DateTime.now()),
            });
        } else if (request.action === "offline_sale") {
            this.approvalsOf(order).push(request);
        }
        return true;
    }

    confirm(text) {
        return ask(this.pos.dialog, {
            title: _t("Sell this one all the same?"),
            body: text,
            confirmLabel: _t("Sell it"),
            cancelLabel: _t("Put it back"),
        });
    }

    /** The most that was agreed to on a line, 0 when nothing was. */
    agreedQuantity(action, line) {
        const given = this.approvalsOf(line.order_id).filter(
            (one) => one.action === action && one.line_uuid === line.uuid
        );
        return Math.max(0, ...given.map((one) => one.after));
    }

    async askPin(request, text) {
        for (;;) {
            const pin = await makeAwaitable(this.pos.dialog, NumberPopup, {
                title: _t("Does a manager agree?"),
                subtitle: text,
                placeholder: _t("Manager's PIN"),
                formatDisplayedValue: (digits) => String(digits).replace(/./g, "•"),
                confirmButtonLabel: _t("Approve"),
                isValid: (digits) => Boolean(digits),
            });
            if (!pin) {
                return false;
            }
            const answer = await this.check(request, pin);
            if (answer.status === "approved") {
                return { ...request, ...answer.approval };
            }
            if (answer.status === "blocked") {
                this.pos.dialog.add(AlertDialog, {
                    title: _t("No more tries for now"),
                    body: answer.message,
                });
                return false;
            }
            this.pos.notification.add(answer.message, { type: "warning" });
        }
    }

    async check(request, pin) {
        if (!this.pos.data.network.offline) {
            try {
                return await this.checkOnline(request, pin);
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
            }
        }
        return this.checkOffline(pin);
    }

    async checkOnline(request, pin, approverId = false) {
        const answer = await this.pos.data.call("pos.config", "unified_approve", [
            this.pos.config.id,
            request,
            pin,
            approverId,
        ]);
        if (answer.status === "choose") {
            const approver = await makeAwaitable(this.pos.dialog, SelectionPopup, {
                title: _t("Which manager are you?"),
                list: answer.approvers.map((one) => ({ id: one.id, label: one.name, item: one })),
            });
            return approver
                ? this.checkOnline(request, pin, approver.id)
                : { status: "wrong", message: _t("No manager was chosen.") };
        }
        if (answer.status === "approved") {
            return { status: "approved", approval: { approver_id: answer.approver.id } };
        }
        return answer;
    }

    /** Without network the till knows the PINs hashed; the server is told later. */
    checkOffline(pin) {
        const now = Date.now();
        this.wrongTries = this.wrongTries.filter((time) => now - time < OFFLINE_WAIT);
        if (this.wrongTries.length >= OFFLINE_TRIES) {
            return {
                status: "blocked",
                message: _t("Too many PINs were tried at this till. Try again in five minutes."),
            };
        }
        const hash = Sha1.hash(pin);
        const approver = this.managers.find((employee) => employee._pin === hash);
        if (!approver) {
            this.wrongTries.push(now);
            return {
                status: "wrong",
                message: _t("This PIN is not the PIN of a manager of this till."),
            };
        }
        return {
            status: "approved",
            approval: {
                approver_id: approver.id,
                offline: true,
                date: serializeDateTime(luxon.DateTime.now()),
            },
        };
    }
}
