/**
 * Cases for the multiplication of points, as JSON: the server's tests read them here, too.
 * A rule lists its conditions only; a sale is on Wednesday, 2 December 2026 unless it says
 * otherwise, on channel 1, by a customer without tier.
 */
export const MULTIPLIER_CASES = String.raw`[
    {"name": "without rule", "points": 10, "rules": [], "result": 10},
    {"name": "an open rule", "points": 10, "rules": [{"factor": 2}], "result": 20},
    {"name": "the best counts, they do not add up", "points": 10, "rules": [{"factor": 2}, {"factor": 3}], "result": 30},
    {"name": "on its weekday", "points": 10, "rules": [{"factor": 2, "weekdays": [3]}], "result": 20},
    {"name": "on another weekday", "points": 10, "rules": [{"factor": 2, "weekdays": [4]}], "result": 10},
    {"name": "on Sunday", "day": "2026-12-06", "points": 10, "rules": [{"factor": 2, "weekdays": [7]}], "result": 20},
    {"name": "on its first day", "points": 10, "rules": [{"factor": 2, "date_from": "2026-12-02"}], "result": 20},
    {"name": "on its last day", "points": 10, "rules": [{"factor": 2, "date_to": "2026-12-02"}], "result": 20},
    {"name": "before its period", "points": 10, "rules": [{"factor": 2, "date_from": "2026-12-03"}], "result": 10},
    {"name": "after its period", "points": 10, "rules": [{"factor": 2, "date_to": "2026-12-01"}], "result": 10},
    {"name": "on its channel", "points": 10, "rules": [{"factor": 2, "channels": [1, 2]}], "result": 20},
    {"name": "on another channel", "points": 10, "rules": [{"factor": 2, "channels": [2]}], "result": 10},
    {"name": "for its tier", "tiers": [7], "points": 10, "rules": [{"factor": 1.5, "tiers": [7]}], "result": 15},
    {"name": "for another tier", "tiers": [8], "points": 10, "rules": [{"factor": 1.5, "tiers": [7]}], "result": 10},
    {"name": "for nobody in particular", "points": 10, "rules": [{"factor": 1.5, "tiers": [7]}], "result": 10},
    {"name": "an article of two", "points": 160, "lines": [{"product": 1, "amount": 100}, {"product": 2, "amount": 60}], "rules": [{"factor": 2, "products": [1]}], "result": 260},
    {"name": "a category above", "points": 100, "lines": [{"product": 1, "categories": [5, 4], "amount": 100}], "rules": [{"factor": 2, "categories": [4]}], "result": 200},
    {"name": "another category", "points": 100, "lines": [{"product": 1, "categories": [5], "amount": 100}], "rules": [{"factor": 2, "categories": [4]}], "result": 100},
    {"name": "article or category", "points": 30, "lines": [{"product": 1, "amount": 10}, {"product": 2, "categories": [4], "amount": 10}, {"product": 3, "amount": 10}], "rules": [{"factor": 2, "products": [1], "categories": [4]}], "result": 50},
    {"name": "an article sent back wins nothing", "points": 10, "lines": [{"product": 1, "amount": 100}, {"product": 2, "amount": -90}], "rules": [{"factor": 2, "products": [1]}], "result": 20},
    {"name": "all sent back", "points": -100, "lines": [{"product": 1, "amount": -100}], "rules": [{"factor": 2, "products": [1]}], "result": -200},
    {"name": "nothing paid, an open rule", "points": 5, "lines": [{"product": 1, "amount": 0}], "rules": [{"factor": 2}], "result": 10},
    {"name": "nothing paid, a rule for an article", "points": 5, "lines": [{"product": 1, "amount": 0}], "rules": [{"factor": 2, "products": [1]}], "result": 5},
    {"name": "less than one", "points": 10, "rules": [{"factor": 0.5}], "result": 5},
    {"name": "thirds are rounded to two places", "points": 10, "lines": [{"product": 1, "amount": 1}, {"product": 2, "amount": 2}], "rules": [{"factor": 2, "products": [1]}], "result": 13.33},
    {"name": "half a hundredth is rounded up", "points": 0.67, "rules": [{"factor": 1.5}], "result": 1.01}
]`;
