"""Golden values of the regression metrics, computed by scikit-learn.

Run in an environment with scikit-learn 1.9.1, from the root of the repository:

    python tools/golden/regression-metrics.py

Writes libs/ml/src/metrics/golden/regression.json.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn import metrics

target = pathlib.Path("libs/ml/src/metrics/golden/regression.json")
random = np.random.default_rng(7)


def case(name, actual, predicted):
    actual = np.asarray(actual, dtype=float).round(12)
    predicted = np.asarray(predicted, dtype=float).round(12)
    return {
        "name": name,
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "metrics": {
            "rmse": metrics.root_mean_squared_error(actual, predicted),
            "mae": metrics.mean_absolute_error(actual, predicted),
            "medianAbsoluteError": metrics.median_absolute_error(actual, predicted),
            "mape": metrics.mean_absolute_percentage_error(actual, predicted),
            **({"r2": metrics.r2_score(actual, predicted)} if len(actual) > 1 else {}),
        },
    }


def noisy(rows, noise, offset=0.0):
    actual = random.normal(size=rows) * 10 + offset
    return actual, actual + random.normal(size=rows) * noise


cases = [
    case("close", *noisy(60, 1.0)),
    case("far off", *noisy(41, 100.0)),
    case("large numbers", *noisy(50, 3.0, offset=1e6)),
    case("the mean for every row", [1, 2, 3, 4, 10], [4] * 5),
    case("always right", [1.5, -2, 3], [1.5, -2, 3]),
    case("actual values all the same", [5, 5, 5], [5, 6, 4]),
    case("actual values all the same, met", [5, 5, 5], [5, 5, 5]),
    case("zeros among the actual values", [0, 1, 2, 0], [0.5, 1, 2.5, 0]),
    case("one row", [3], [4]),
]

target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps({"scikitLearn": sklearn.__version__, "cases": cases}, indent=1) + "\n")
print(f"{len(cases)} cases from scikit-learn {sklearn.__version__}")
