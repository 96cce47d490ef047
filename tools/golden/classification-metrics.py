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
        "metrics": metrics_of(classes, actual, predicted, probabilities),
    }


def metrics_of(classes, actual, predicted, probabilities):
    labels = list(range(classes))
    found = {
        "accuracy": metrics.accuracy_score(actual, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(actual, predicted),
        "mcc": metrics.matthews_corrcoef(actual, predicted),
        "cohenKappa": metrics.cohen_kappa_score(actual, predicted),
        "logLoss": metrics.log_loss(actual, probabilities, labels=labels),
        "brierScore": brier(classes, actual, probabilities),
        **ranking(classes, actual, probabilities),
    }
    averages = {"": "macro", "Micro": "micro", "Weighted": "weighted"}
    if classes == 2:
        averages["Binary"] = "binary"
    for suffix, average in averages.items():
        figures = metrics.precision_recall_fscore_support(
            actual, predicted, average=average, zero_division=0
        )
        for name, value in zip(["precision", "recall", "f1"], figures):
            found[name + suffix] = value
    # What is not a number is absent.
    return {name: float(value) for name, value in found.items() if not np.isnan(value)}


def brier(classes, actual, probabilities):
    if classes == 2:
        return metrics.brier_score_loss(actual, probabilities[:, 1], labels=[0, 1])
    return metrics.brier_score_loss(actual, probabilities, labels=list(range(classes)))


def ranking(classes, actual, probabilities):
    """Of the classes that some rows are of and some are not."""
    codes = [1] if classes == 2 else range(classes)
    told = [code for code in codes if 0 < (actual == code).sum() < len(actual)]
    if not told:
        return {}
    areas = [metrics.roc_auc_score(actual == code, probabilities[:, code]) for code in told]
    support = [(actual == code).sum() for code in told]
    found = {
        "rocAuc": np.mean(areas),
        "averagePrecision": np.mean(
            [metrics.average_precision_score(actual == code, probabilities[:, code]) for code in told]
        ),
    }
    if classes > 2:
        found["rocAucWeighted"] = np.average(areas, weights=support)
        if len(told) == classes:
            for average, name in [("macro", "rocAuc"), ("weighted", "rocAucWeighted")]:
                whole = metrics.roc_auc_score(
                    actual, probabilities, multi_class="ovr", average=average
                )
                assert np.isclose(whole, found[name], atol=1e-12)
    return found


def noisy(classes, rows, skill, present=None):
    actual = random.choice(present if present is not None else classes, size=rows)
    scores = random.random((rows, classes))
    scores[np.arange(rows), actual] += skill
    scores = (scores / scores.sum(axis=1, keepdims=True)).round(12)
    return actual, scores


def tied(classes, rows, steps):
    """Probabilities of a few different values, so that many rows have the same."""
    actual, scores = noisy(classes, rows, 0.8)
    scores = np.ceil(scores * steps)
    return actual, (scores / scores.sum(axis=1, keepdims=True)).round(12)


cases = [
    case("two classes", 2, *noisy(2, 60, 0.6)),
    case("two classes, guessed", 2, *noisy(2, 40, 0.0)),
    case("five classes", 5, *noisy(5, 120, 0.7)),
    case("two classes, many ties", 2, *tied(2, 60, 4)),
    case("four classes, many ties", 4, *tied(4, 80, 5)),
    case("a class no row has", 4, *noisy(4, 50, 0.5, present=[0, 1, 3])),
    case("one class only", 3, *noisy(3, 20, 0.5, present=[1])),
    case("one class only, always met", 2, [1, 1, 1], [[0.2, 0.8], [0.4, 0.6], [0.1, 0.9]]),
    case("always right and sure", 3, [0, 1, 2, 1], np.eye(3)[[0, 1, 2, 1]]),
    case("always wrong and sure", 2, [0, 1, 0], np.eye(2)[[1, 0, 1]]),
    case("a class never predicted", 3, [0, 1, 2, 2], [[0.6, 0.3, 0.1]] * 2 + [[0.2, 0.7, 0.1]] * 2),
]

target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps({"scikitLearn": sklearn.__version__, "cases": cases}, indent=1) + "\n")
print(f"{len(cases)} cases from scikit-learn {sklearn.__version__}")
