import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { ask } from "@point_of_sale/app/utils/make_awaitable_dialog";

/**
 * Training (mode école): what is sold is numbered apart, counts nowhere and leaves this
 * browser with the answer of the server. A copy of a database only trains.
 */
export class TrainingDesk {
    constructor(pos) {
        this.pos = pos;
        this.state = reactive({ isChosen: false });
    }

    start() {
        this.state.isChosen = Boolean(localStorage.getItem(this.storageKey));
    }

    get storageKey() {
        return `unified_fiscal.training.${this.pos.fiscalDesk.tillKey}`;
    }

    /** Why nothing but training is possible here; empty on a database that sells. */
    get forced() {
        return this.pos.fiscalDesk.state.copy;
    }

    get isOn() {
        return this.pos.fiscalDesk.isOn && Boolean(this.state.isChosen || this.forced);
    }

    async toggle() {
        const wanted = !this.state.isChosen;
        if (this.pos.data.network.offline) {
            this.explain(
                _t("Training begins and ends with network only: the log of the till notes it.")
            );
            return;
        }
        if (this.pos.getOrder()?.lines.length) {
            this.explain(_t("Finish the ticket in hand, or put it aside, then try again."));
            return;
        }
        if (!(await this.isAgreed(wanted))) {
            return;
        }
        await this.pos.data.call("pos.config", "set_fiscal_training", [
            this.pos.config.id,
            this.pos.fiscalDesk.identifier || false,
            wanted,
        ]);
        this.keep(wanted);
    }

    explain(body) {
        this.pos.dialog.add(AlertDialog, { title: _t("Training mode"), body });
    }

    /** A manager lets it begin; everybody may end it. */
    isAgreed(wanted) {
        if (!wanted || this.pos.approvalDesk.isRequired("training")) {
            return wanted ? this.askManager() : true;
        }
        return ask(this.pos.dialog, {
            title: _t("Begin to train?"),
            body: _t(
                "The tickets of this browser are then for training: they count nowhere and no goods leave the stock."
            ),
            confirmLabel: _t("Begin"),
            cancelLabel: _t("Go on selling"),
        });
    }

    askManager() {
        const desk = this.pos.approvalDesk;
        const order = this.pos.getOrder() || {};
        const request = desk.prepareRequest({ action: "training", order, before: 0, after: 1 });
        return desk.askPin(request, _t("Begin to train: tickets then count nowhere"));
    }

    keep(wanted) {
        this.state.isChosen = wanted;
        if (wanted) {
            localStorage.setItem(this.storageKey, "1");
        } else {
            localStorage.removeItem(this.storageKey);
        }
    }

    /** A ticket that waits for its payment says it too, and no longer once it is over. */
    mark(order) {
        if (order.finalized) {
            return;
        }
        if (this.isOn) {
            const { identifier } = this.pos.fiscalDesk;
            order.uiState.fiscal = { training: true, type: "TRAINING", identifier };
        } else if (order.uiState.fiscal?.training) {
            delete order.uiState.fiscal;
        }
    }

    /** The server has sealed these tickets apart. */
    learn(trained) {
        for (const { uuid, number, excerpt } of trained) {
            const order = this.pos.models["pos.order"].getBy("uuid", uuid);
            if (order && number) {
                order.uiState.fiscal = {
                    ...order.uiState.fiscal,
                    training: true,
                    no: number,
                    excerpt,
                    isAnswered: true,
                };
            }
        }
    }

    /** What an earlier page has left. */
    dropAll() {
        const { orderUuid } = this.pos.router.state.params;
        this.pos.models["pos.order"]
            .filter((order) => order.isTrainingOver && order.uuid !== orderUuid)
            .forEach((order) => this.drop(order));
    }

    /** Answered and seen, a training ticket leaves this browser. */
    drop(order) {
        if (order?.isTrainingOver) {
            this.pos.removePendingOrder(order);
            this.pos.models["pos.order"].delete(order);
        }
    }
}
