"""Golden values of the drift statistics, computed by SciPy, NumPy and nothing of Millrace's own.

Run in an environment with scipy 1.17.1, from the root of the repository:

    python tools/golden/drift-statistics.py

Writes libs/drift/src/statistics/golden/statistics.json.
"""

import json
import pathlib

import numpy as np
import scipy
from scipy import special, stats
from scipy.spatial.distance import jensenshannon

target = pathlib.Path("libs/drift/src/statistics/golden/statistics.json")


def seq(n, a, c):
    return ((np.arange(n) * a + c) % 10007) / 10007


def number(value):
    return float(value)


pairs = [
    ((200, 7919, 1), (150, 1049, 77), 1.15, 0.02),
    ((37, 7919, 1), (53, 1049, 77), 1.0, 0.1),
    ((64, 7919, 1), (64, 1049, 77), 1.0, 0.3),
    ((1000, 7919, 1), (1400, 1049, 77), 1.02, 0.0),
    ((9, 7919, 1), (4000, 1049, 77), 1.0, 0.0),
    ((12000, 7919, 1), (11000, 1049, 77), 1.01, 0.0),
]
two_sample = []
for left, right, scale, shift in pairs:
    a, b = seq(*left), seq(*right) * scale + shift
    ks = stats.ks_2samp(a, b)
    two_sample.append(
        {
            "reference": left,
            "current": right,
            "scale": scale,
            "shift": shift,
            "ksStatistic": number(ks.statistic),
            "ksPValue": number(ks.pvalue),
            "wasserstein": number(stats.wasserstein_distance(a, b)),
            "deviation": number(np.std(a)),
        }
    )

kolmogorov = [
    {"n": n, "d": d, "survival": number(stats.kstwo.sf(d, n))}
    for n in (1, 2, 5, 10, 20, 50, 86, 140, 141, 300, 1000, 5739, 100000)
    for d in [
        *(z / np.sqrt(n) for z in (0.3, 0.5, 0.7, 1.0, 1.2, 1.4, 1.6, 2.0, 3.0, 5.0) if z < np.sqrt(n)),
    ]
]

smirnov = [
    {"n": n, "d": d, "tail": number(special.smirnov(n, d))}
    for n in (1, 5, 40, 300, 5000)
    for d in (0.01, 0.05, 0.2, 0.5, 0.9)
]

contingency = []
for reference, current in [
    ([99, 42, 31, 28], [60, 36, 28, 26]),
    ([20, 10, 0], [20, 5, 5]),
    ([300, 200], [500, 0]),
    ([3, 900, 44, 17, 5], [9, 700, 60, 22, 1]),
]:
    table = np.array([reference, current])
    table = table[:, table.sum(axis=0) > 0]
    result = stats.chi2_contingency(table, correction=False)
    p, q = np.array(reference) / sum(reference), np.array(current) / sum(current)
    contingency.append(
        {
            "reference": reference,
            "current": current,
            "statistic": number(result.statistic),
            "pValue": number(result.pvalue),
            "degreesOfFreedom": int(result.dof),
            "jensenShannon": number(jensenshannon(p, q)),
            "hellinger": number(np.sqrt(max(0.0, 1 - np.sum(np.sqrt(p * q))))),
        }
    )

p_values = [
    [0.01, 0.04, 0.03, 0.005, 0.5],
    [0.2],
    [0.9, 0.001, 0.001, 0.7, 1.0, 1e-12, 0.049],
]

golden = {
    "scipy": scipy.__version__,
    "twoSample": two_sample,
    "kolmogorov": kolmogorov,
    "smirnov": smirnov,
    "contingency": contingency,
    "logGamma": [
        {"x": x, "value": number(special.gammaln(x))}
        for x in (0.001, 0.1, 0.5, 1.5, 3, 9.99, 10, 25.5, 171, 5e4, 1e8)
    ],
    "erfc": [
        {"x": x, "value": number(special.erfc(x))} for x in (-3, -0.5, 0, 1e-8, 0.3, 1, 2.5, 6, 12, 25)
    ],
    "chiSquare": [
        {"statistic": s, "degreesOfFreedom": k, "survival": number(stats.chi2.sf(s, k))}
        for k in (1, 2, 3, 7, 30, 500)
        for s in (0.01, 1, 5, 30, 400, 700)
    ],
    "benjaminiHochberg": [
        {"pValues": p, "adjusted": [number(v) for v in stats.false_discovery_control(p)]}
        for p in p_values
    ],
}
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(golden, indent=1) + "\n")
print(f"wrote {target} with scipy {scipy.__version__}")
