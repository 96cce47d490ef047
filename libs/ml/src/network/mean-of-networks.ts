import type { Network } from './network-pass.js';

/**
 * One network whose scores are the means of those of several: their units beside each other.
 * @param units of each of them
 */
export function meanOfNetworks(networks: readonly Network[], units: number): Network {
  const scores = (networks[0]?.out.length ?? 0) / (units + 1);
  const all = networks.length * units;
  const out = new Float64Array(scores * (all + 1));
  networks.forEach((network, index) => {
    for (let score = 0; score < scores; score++) {
      const from = score * (units + 1);
      const to = score * (all + 1);
      for (let unit = 0; unit < units; unit++) {
        out[to + index * units + unit] = (network.out[from + unit] ?? 0) / networks.length;
      }
      out[to + all] = (out[to + all] ?? 0) + (network.out[from + units] ?? 0) / networks.length;
    }
  });
  const hidden = new Float64Array(networks.reduce((sum, each) => sum + each.hidden.length, 0));
  let at = 0;
  for (const each of networks) {
    hidden.set(each.hidden, at);
    at += each.hidden.length;
  }
  return { hidden, out };
}
