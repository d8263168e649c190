import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { excerpt } from "../utils/canonical";
import { rateOf, vatTable } from "../utils/describe_ticket";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

patch(PosOrder.prototype, {
    serializeForORM() {
        const data = super.serializeForORM(...arguments);
        const sealed = this.uiState?.fiscal;
        if (sealed?.training) {
            data.unified_fiscal = { device: sealed.identifier, training: true };
        } else if (sealed && this.finalized) {
            const { identifier, statement, signature } = sealed;
            data.unified_fiscal = { device: identifier, statement, signature };
        }
        return data;
    },

    /** The server has answered: nothing of it is kept. */
    get isTrainingOver() {
        return Boolean(this.finalized && this.uiState?.fiscal?.isAnswered);
    },

    get isWaitingForNetwork() {
        return !this.isTrainingOver && super.isWaitingForNetwork;
    },

    // ---- what a receipt must say (fr_compliance §1.9)

    get isSealed() {
        return Boolean(this.config._fiscal?.sealed);
    },

    get isTraining() {
        return Boolean(this.uiState?.fiscal?.training);
    },

    /** The number of the document; empty while the server has not given it. */
    get fiscalNumber() {
        return this.fiscal_number || this.uiState?.fiscal?.no || "";
    },

    get fiscalExcerpt() {
        const { signature, excerpt: answered } = this.uiState?.fiscal || {};
        return this.fiscal_excerpt || answered || (signature ? excerpt(signature) : "");
    },

    get fiscalRank() {
        return this.fiscalNumber ? Number(this.fiscalNumber.replace(/^.*-\D*/, "")) : 0;
    },

    get fiscalTitle() {
        const type = this.fiscal_type || this.uiState?.fiscal?.type;
        const titles = {
            REFUND: _t("REFUND"),
            CANCEL: _t("CANCELLATION"),
            DEPOSIT: _t("DEPOSIT"),
            CREDIT: _t("CREDIT NOTE"),
        };
        const title = titles[type] || (this.isRefund ? titles.REFUND : _t("SALE"));
        return this.fiscalNumber
            ? _t("%(document)s No. %(number)s", { document: title, number: this.fiscalNumber })
            : title;
    },

    /** Who sells and where, below the address. */
    get fiscalIdentity() {
        const { company, store, till } = this.config._fiscal;
        const { siret, ape, vat } = company;
        const operator = this.fiscalOperator;
        return [
            siret && ape ? _t("SIRET %(siret)s – APE %(ape)s", { siret, ape }) : "",
            siret && !ape ? _t("SIRET %s", siret) : "",
            vat ? _t("VAT No. %s", vat) : "",
            _t("%(store)s – till %(till)s – operator %(operator)s", { store, till, operator }),
        ].filter(Boolean);
    },

    /** What proves the ticket: its seal, the program, and who answers for it. */
    get fiscalProofs() {
        const { software, attestation } = this.config._fiscal;
        const [seal, rank] = [this.fiscalExcerpt, this.fiscalRank];
        return [
            seal ? _t("Signature %(seal)s – rank %(rank)s", { seal, rank }) : "",
            software,
            attestation ? _t("Publisher’s attestation No. %s", attestation) : "",
        ].filter(Boolean);
    },

    /** What kind of copy this is. */
    get fiscalMark() {
        if (this.isTraining) {
            return _t("TRAINING – NOT A SALE");
        }
        if (!this.finalized || !this.fiscalNumber) {
            return _t("PROVISIONAL DOCUMENT");
        }
        return this.uiState.duplicate
            ? _t("DUPLICATE No. %s", this.uiState.duplicate)
            : _t("ORIGINAL");
    },

    /** A pseudonym, as in the sealed documents. */
    get fiscalOperator() {
        const { employee_id: employee, user_id: user } = this;
        return employee ? `E${employee.id}` : `U${user?.id || ""}`;
    },

    /** [{letter, rate, base, tax}] in the currency of the ticket. */
    get vatRows() {
        return vatTable(this).map((row, index) => ({ ...row, letter: LETTERS[index] }));
    },

    vatLetterOf(line) {
        return this.vatRows.find(({ rate }) => rate === rateOf(line))?.letter || "";
    },

    /** Goods of which the ticket must name the legal guarantee (art. D211-6 C. conso.). */
    get guaranteedLines() {
        return this.lines.filter(
            (line) => line.qty > 0 && line.product_id.product_tmpl_id?.has_legal_guarantee
        );
    },

    get guaranteeText() {
        const names = [...new Set(this.guaranteedLines.map((line) => line.full_product_name))];
        const text = this.config._fiscal?.guarantee;
        return names.length && text ? text.replace("{lignes}", names.join(", ")) : "";
    },

    /** What this ticket does to others, and others to it, in the words of the law. */
    get fiscalLinks() {
        const refunded = new Set(
            this.lines
                .map((line) => line.refunded_orderline_id?.order_id?.fiscalNumber)
                .filter(Boolean)
        );
        const refunding = new Set(
            this.lines
                .flatMap((line) => line.refund_orderline_ids || [])
                .map((line) => line.order_id)
                .filter((order) => order?.fiscalNumber)
        );
        return [
            ...[...refunded].map((no) =>
                this.fiscal_type === "CANCEL"
                    ? _t("This ticket cancels ticket No. %s", no)
                    : _t("This ticket modifies ticket No. %s", no)
            ),
            ...[...refunding].map(({ fiscal_type: type, fiscalNumber: no }) =>
                type === "CANCEL"
                    ? _t("This ticket is cancelled by ticket No. %s", no)
                    : _t("This ticket is modified by ticket No. %s", no)
            ),
        ];
    },
});
