"""Golden ROC, precision-recall and calibration curves from scikit-learn, and bootstrap intervals from scipy.

Run in an environment with scikit-learn 1.9.1, from the root of the repository:

    python tools/golden/metric-curves.py

Writes libs/ml/src/metrics/golden/curves.json. The intervals are of 50,000 resamples, so that what chance does to them is
well below what a spec allows.
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

target = pathlib.Path("libs/ml/src/metrics/golden/curves.json")
random = np.random.default_rng(7)


def curves(name, actual, scores):
    false_positives, true_positives, _ = metrics.roc_curve(actual, scores, drop_intermediate=False)
    precisions, recalls, _ = metrics.precision_recall_curve(actual, scores)
    return {
        "name": name,
        "actual": actual.tolist(),
        "scores": scores.tolist(),
        "roc": {
            "falsePositiveRates": false_positives.tolist(),
            "truePositiveRates": true_positives.tolist(),
            "area": metrics.auc(false_positives, true_positives),
        },
        # Ours has the steps that add recall, from the highest threshold on.
        "precisionRecall": {
            "recalls": recalls[::-1][1:].tolist(),
            "precisions": precisions[::-1][1:].tolist(),
            "area": metrics.average_precision_score(actual, scores),
        },
        "calibration": {
            strategy: dict(
                zip(
                    ["observed", "predicted"],
                    [each.tolist() for each in calibration_curve(actual, scores, n_bins=5, strategy=strategy)],
                )
            )
            for strategy in ["uniform", "quantile"]
        },
    }


def scored(rows, skill, decimals):
    actual = random.integers(0, 2, rows)
    scores = 1 / (1 + np.exp(-(random.normal(size=rows) + skill * (actual - 0.5))))
    return actual, scores.round(decimals)


def interval(name, actual, predicted, statistic):
    found = stats.bootstrap(
        (actual, predicted),
        statistic,
        paired=True,
        vectorized=False,
        n_resamples=50_000,
        method="percentile",
        random_state=random,
    ).confidence_interval
    return {
        "metric": name,
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "low": found.low,
        "high": found.high,
    }


quantity = random.normal(size=80).round(6)
guess = (quantity + random.normal(size=80) * 0.7).round(6)
label = random.integers(0, 2, 120)
answer = np.where(random.random(120) < 0.8, label, 1 - label)

document = {
    "scikitLearn": sklearn.__version__,
    "scipy": scipy.__version__,
    "curves": [
        curves("distinct scores", *scored(60, 2.0, 12)),
        curves("many ties", *scored(80, 1.5, 1)),
        curves("no skill", *scored(40, 0.0, 12)),
    ],
    "intervals": [
        interval("mae", quantity, guess, lambda a, b: np.abs(a - b).mean()),
        interval("rmse", quantity, guess, lambda a, b: np.sqrt(((a - b) ** 2).mean())),
        interval("accuracy", label, answer, lambda a, b: (a == b).mean()),
    ],
}
target.write_text(json.dumps(document, indent=1) + "\n")
print(f"curves from scikit-learn {sklearn.__version__}, intervals from scipy {scipy.__version__}")
