import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const REMEMBERED = "unified_position";
const MOVED = "unified_position_changed";
const EARTH_RADIUS = 6371;
const PATIENCE = 10000;
const FRESH_ENOUGH = 300000;

function getPosition() {
    return JSON.parse(browser.sessionStorage.getItem(REMEMBERED));
}

/**
 * Keep where the shopper is, to a hundred metres, until the browser is closed. It never
 * leaves the browser.
 */
function rememberPosition({ latitude, longitude }) {
    const round = (degrees) => Math.round(degrees * 1000) / 1000;
    browser.sessionStorage.setItem(
        REMEMBERED,
        JSON.stringify({ latitude: round(latitude), longitude: round(longitude) })
    );
}

/**
 * Kilometres as the crow flies (haversine), infinite when one of both is not known.
 */
export function getDistance(from, to) {
    if (!from || to.latitude === undefined || to.longitude === undefined) {
        return Infinity;
    }
    const radians = (degrees) => (Number(degrees) * Math.PI) / 180;
    const half = (a, b) => Math.sin((radians(b) - radians(a)) / 2) ** 2;
    const square =
        half(from.latitude, to.latitude) +
        Math.cos(radians(from.latitude)) *
            Math.cos(radians(to.latitude)) *
            half(from.longitude, to.longitude);
    return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(square)));
}

function formatDistance(distance) {
    const phrase = document.querySelector(".o_unified_distance_text").textContent;
    const digits = distance < 10 ? 1 : 0;
    const format = new Intl.NumberFormat(document.documentElement.lang, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
    });
    return phrase.trim().replace("{km}", format.format(distance));
}

/**
 * Say how far each store is, and sort the stores: the nearest first, those whose place is
 * not known last. Without a position, the order is the one of the shop.
 *
 * @param {HTMLElement[]} items one for each store, with data-rank and data-latitude,
 *     data-longitude when its place is known
 * @returns {HTMLElement[]} the same, sorted
 */
export function arrangeStores(items) {
    const position = getPosition();
    const distances = new Map();
    for (const item of items) {
        const distance = getDistance(position, item.dataset);
        distances.set(item, distance);
        item.querySelector(".o_unified_distance")?.remove();
        if (distance !== Infinity) {
            const text = document.createElement("span");
            text.className = "o_unified_distance text-nowrap";
            text.textContent = ` (${formatDistance(distance)})`;
            item.append(text);
        }
    }
    return items.sort(
        (a, b) => distances.get(a) - distances.get(b) || a.dataset.rank - b.dataset.rank
    );
}

/**
 * The button that sorts the stores by distance; pressed again, it forgets the position.
 */
export class NearestStores extends Interaction {
    static selector = ".o_unified_nearest";
    dynamicContent = {
        button: {
            "t-on-click": this.onClick,
            "t-att-aria-pressed": () => String(Boolean(getPosition())),
            "t-att-class": () => ({ active: Boolean(getPosition()) }),
        },
        "[data-when]": {
            "t-att-class": (el) => ({ "d-none": el.dataset.when !== this.state }),
        },
    };

    setup() {
        this.state = "idle";
    }

    async onClick() {
        if (this.state === "asking") {
            return;
        }
        if (getPosition()) {
            browser.sessionStorage.removeItem(REMEMBERED);
        } else {
            this.state = "asking";
            this.updateContent();
            this.state = await this.waitFor(this.askPosition());
        }
        this.updateContent();
        this.env.bus.trigger(MOVED);
    }

    /**
     * @returns {Promise<String>} what the shopper is told
     */
    askPosition() {
        return new Promise((resolve) => {
            if (!navigator.geolocation) {
                resolve("unknown");
                return;
            }
            navigator.geolocation.getCurrentPosition(
                ({ coords }) => {
                    rememberPosition(coords);
                    resolve("idle");
                },
                (error) => resolve(error.code === error.PERMISSION_DENIED ? "refused" : "unknown"),
                { timeout: PATIENCE, maximumAge: FRESH_ENOUGH }
            );
        });
    }
}

/**
 * A list of stores, on the product page or in the cart.
 */
export class StoreDistances extends Interaction {
    static selector = ".o_unified_stores";

    setup() {
        this.boundArrange = this.arrange.bind(this);
    }

    start() {
        this.env.bus.addEventListener(MOVED, this.boundArrange);
        this.registerCleanup(() => this.env.bus.removeEventListener(MOVED, this.boundArrange));
        if (getPosition()) {
            this.arrange();
        }
    }

    arrange() {
        this.el.append(...arrangeStores([...this.el.children]));
    }
}

registry.category("public.interactions").add("unified_ecommerce.nearest_stores", NearestStores);
registry.category("public.interactions").add("unified_ecommerce.store_distances", StoreDistances);
