/** Whether what a sale wins pays for the rewards of the same sale. */
export function givesPointsAtOnce(program) {
    return program.applies_on !== "future" && !program.points_valid_after;
}
