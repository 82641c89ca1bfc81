import { resources } from "./host-health.mjs";

const ROUNDS = 6;

/**
 * What a round of `act` leaves behind, in the round that leaves least. V8 maps and unmaps as it likes; what
 * leaks shows in every round.
 */
export function growthPerRound(act: () => void, timesPerRound = 20): ReturnType<typeof resources> {
  const descriptors: number[] = [];
  const mappings: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = resources();
    for (let time = 0; time < timesPerRound; time++) act();
    const after = resources();
    descriptors.push(Math.max(0, after.descriptors - before.descriptors));
    mappings.push(Math.max(0, after.mappings - before.mappings));
  }
  return { descriptors: Math.min(...descriptors), mappings: Math.min(...mappings) };
}
