import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { ask } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { givesPointsAtOnce } from "@unified_loyalty_pos/app/utils/points";

const MEANS_OF_PAYMENT = ["gift_card", "ewallet"];
const NEARLY_ZERO = 0.00005;
/** What is set aside is asked for anew while the till is heard. */
const RENEWED_EVERY = 20 * 60 * 1000;

/**
 * The points of the customer of a ticket: kept before the customer pays, given back when
 * the ticket does not spend them. The rule is the server's (`loyalty.hold`); without
 * network a ticket spends what the server had set aside for it, and no more.
 */
export class PointsDesk {
    constructor(pos) {
        this.pos = pos;
    }

    start() {
        browser.setInterval(() => this.renew(), RENEWED_EVERY);
    }

    call(method, args) {
        return this.pos.data.call("pos.config", method, [this.pos.config.id, ...args]);
    }

    // ---- what a ticket spends

    /** [[card, points spent, points won], …] of the cards that the server knows. */
    spendingOf(order) {
        const spent = {};
        for (const line of this.rewardLinesOf(order)) {
            const id = line.coupon_id.id;
            spent[id] = (spent[id] || 0) + line.points_cost;
        }
        const won = order.uiState.couponPointChanges;
        return Object.entries(spent).map(([id, points]) => [
            Number(id),
            points,
            won[id]?.points || 0,
        ]);
    }

    rewardLinesOf(order, cardId = null) {
        return order
            ._get_reward_lines()
            .filter(
                (line) =>
                    line.coupon_id?.id > 0 &&
                    line.points_cost >= 0 &&
                    !MEANS_OF_PAYMENT.includes(line.reward_id.program_id.program_type) &&
                    (!cardId || line.coupon_id.id === cardId)
            );
    }

    // ---- before the customer pays

    /**
     * Keep what the rewards of a ticket spend; refused, the rewards go.
     *
     * @returns {Promise<boolean>} whether the ticket stands as it is
     */
    async authorize(order) {
        if (!order || order.finalized) {
            return true;
        }
        const spending = this.spendingOf(order);
        if (!spending.length && !this.hasKept(order)) {
            return true;
        }
        const partner = order.getPartner();
        let answer;
        try {
            answer = await this.call("unified_authorize_points", [
                order.uuid,
                partner?.id || false,
                spending,
            ]);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            return this.authorizeAlone(order, spending);
        }
        this.learn(order, answer);
        if (answer.status === "held") {
            return true;
        }
        return this.takeOff(order, spending, answer.message);
    }

    /** Without network: what was set aside for this ticket while there was one. */
    async authorizeAlone(order, spending) {
        const beyond = spending.filter(([id, spent, won]) => {
            const { program_id: program } = this.pos.models["loyalty.card"].get(id);
            const paid = givesPointsAtOnce(program) ? won : 0;
            return spent - paid > this.keptOf(order, id) + NEARLY_ZERO;
        });
        if (!beyond.length) {
            return true;
        }
        const left = beyond.reduce((total, [id]) => total + this.keptOf(order, id), 0);
        return this.takeOff(
            order,
            beyond,
            _t(
                "Without network nobody can say whether these points are still there. Points this ticket may spend: %s. The customer keeps their points for the next time.",
                left
            )
        );
    }

    /** Ask the cashier, who takes the reward off or chooses a smaller one. */
    async takeOff(order, spending, message) {
        const agreed = await ask(this.pos.dialog, {
            title: _t("Take the reward off?"),
            body: message,
            confirmLabel: _t("Take it off"),
            cancelLabel: _t("Choose another one"),
        });
        if (agreed) {
            for (const [id] of spending) {
                this.removeRewards(order, id);
            }
            this.pos.updateRewards();
        }
        return false;
    }

    removeRewards(order, cardId) {
        for (const line of this.rewardLinesOf(order, cardId)) {
            order.uiState.disabledRewards.add(line.reward_id.id);
            line.delete();
        }
    }

    // ---- what the server keeps for a ticket

    learn(order, { kept, left, seconds }) {
        order.uiState.pointsKept = { cards: kept, until: Date.now() + seconds * 1000 };
        for (const [id, points] of Object.entries(left)) {
            const card = this.pos.models["loyalty.card"].get(Number(id));
            if (card) {
                card.points = points;
            }
        }
    }

    hasKept(order) {
        return Object.values(order.uiState.pointsKept?.cards || {}).some(Boolean);
    }

    keptOf(order, cardId) {
        const { cards, until } = order.uiState.pointsKept || {};
        return until > Date.now() ? cards[cardId] || 0 : 0;
    }

    /** Set a few points of the customer aside, and give back what was kept to be paid. */
    async setAside(order) {
        const partner = order?.getPartner();
        if (!order || order.finalized || order.isRefund) {
            return;
        }
        if (!partner) {
            return this.release([order]);
        }
        try {
            this.learn(
                order,
                await this.call("unified_set_points_aside", [order.uuid, partner.id])
            );
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    /** A ticket being paid is asked about at each of its payments. */
    async renew() {
        const order = this.pos.getOrder();
        const isBeingPaid = this.pos.router.state.current === "PaymentScreen";
        if (order && this.hasKept(order) && !isBeingPaid) {
            await this.setAside(order);
        }
    }

    /** The tickets are given up: their points are the customer's again. */
    async release(orders) {
        const keeping = orders.filter((order) => order && this.hasKept(order));
        const uuids = keeping.map((order) => order.uuid);
        for (const order of keeping) {
            order.uiState.pointsKept = null;
        }
        await this.releaseKeys(uuids);
    }

    async releaseKeys(uuids) {
        try {
            for (const uuid of uuids) {
                await this.call("unified_release_points", [uuid]);
            }
        } catch (error) {
            // they end by themselves
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }
}
