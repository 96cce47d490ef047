"""Golden values of the classification metrics, computed by scikit-learn.

Run in an environment with scikit-learn 1.9.1, from the root of the repository:

    python tools/golden/classification-metrics.py

Writes libs/ml/src/metrics/golden/classification.json.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn import metrics

target = pathlib.Path("libs/ml/src/metrics/golden/classification.json")
random = np.random.default_rng(7)


def case(name, classes, actual, probabilities):
    actual = np.asarray(actual)
    probabilities = np.asarray(probabilities, dtype=float)
    predicted = probabilities.argmax(axis=1)
    labels = list(range(classes))
    average = {"average": "macro", "zero_division": 0}
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        actual, predicted, labels=labels, zero_division=0
    )
    return {
        "name": name,
        "classes": classes,
        "actual": actual.tolist(),
        "probabilities": probabilities.round(12).tolist(),
        "confusion": metrics.confusion_matrix(actual, predicted, labels=labels).tolist(),
        "perClass": {
            "precision": precision.tolist(),
            "recall": recall.tolist(),
            "f1": f1.tolist(),
            "support": support.tolist(),
        },
        "metrics": {
            "accuracy": metrics.accuracy_score(actual, predicted),
            "balancedAccuracy": metrics.balanced_accuracy_score(actual, predicted),
            "precision": metrics.precision_score(actual, predicted, **average),
            "recall": metrics.recall_score(actual, predicted, **average),
            "f1": metrics.f1_score(actual, predicted, **average),
            "logLoss": metrics.log_loss(actual, probabilities, labels=labels),
        },
    }


def noisy(classes, rows, skill, present=None):
    actual = random.choice(present if present is not None else classes, size=rows)
    scores = random.random((rows, classes))
    scores[np.arange(rows), actual] += skill
    scores = (scores / scores.sum(axis=1, keepdims=True)).round(12)
    return actual, scores


cases = [
    case("two classes", 2, *noisy(2, 60, 0.6)),
    case("two classes, guessed", 2, *noisy(2, 40, 0.0)),
    case("five classes", 5, *noisy(5, 120, 0.7)),
    case("a class no row has", 4, *noisy(4, 50, 0.5, present=[0, 1, 3])),
    case("one class only", 3, *noisy(3, 20, 0.5, present=[1])),
    case("always right and sure", 3, [0, 1, 2, 1], np.eye(3)[[0, 1, 2, 1]]),
    case("always wrong and sure", 2, [0, 1, 0], np.eye(2)[[1, 0, 1]]),
    case("a class never predicted", 3, [0, 1, 2, 2], [[0.6, 0.3, 0.1]] * 2 + [[0.2, 0.7, 0.1]] * 2),
]

target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps({"scikitLearn": sklearn.__version__, "cases": cases}, indent=1) + "\n")
print(f"{len(cases)} cases from scikit-learn {sklearn.__version__}")
