// Figures: medians of rounds, the contenders in turns, and what is said of a row.

export const median = (values) => [...values].sort((left, right) => left - right)[values.length >> 1];

// Runs each contender once a round, in turns forth and back; the round before the first is not counted. `run` answers
// figures by the end of the row's id. A contender that fails is told of and left out from then on.
export async function rounds(count, names, run, tell) {
  const measured = new Map(names.map((name) => [name, []]));
  for (let round = 0; round <= count; round += 1) {
    const order = [...measured.keys()];
    if (round % 2) order.reverse();
    for (const name of order) {
      try {
        const figures = await run(name);
        if (round > 0) measured.get(name).push(figures);
      } catch (error) {
        measured.delete(name);
        tell(`${name} did not run: ${error.message ?? error}`);
      }
    }
  }
  return measured;
}

// One row of the result.
export function row(id, what, unit, measured, figure) {
  const of = (name) => measured.get(name)?.map((figures) => figures[figure]);
  const ours = of("ours");
  if (!ours?.length) return [];
  const others = [...measured.keys()].filter((name) => name !== "ours");
  const peers = Object.fromEntries(others.map((name) => [name, median(of(name))]));
  const first = of(others[0]);
  const ratios = first?.map((theirs, round) => ours[round] / theirs).sort((left, right) => left - right);
  const ratio = ratios && { ratio: median(ratios), ratio_min: ratios[0], ratio_max: ratios.at(-1) };
  return [{ id, what, unit, ours: median(ours), peers, ...ratio, rounds: ours.length }];
}
