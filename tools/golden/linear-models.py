"""Golden coefficients of the linear models, found by scikit-learn to the last digits.

Run in an environment with scikit-learn 1.9.1, from the root of the repository:

    python tools/golden/linear-models.py

Writes libs/ml/src/learners/golden/linear-models.json. Columns are standardised before the fit, as our learners do, and
the penalty is the same: l2 = 1 / C.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression, Ridge

target = pathlib.Path("libs/ml/src/learners/golden/linear-models.json")
random = np.random.default_rng(11)


def logistic(name, classes, l2, l1):
    x = random.normal(size=(60, 4)) * [1, 10, 0.1, 3] + [0, 5, -1, 100]
    score = (x - x.mean(axis=0)) / x.std(axis=0) @ random.normal(size=(4, classes))
    y = (score + random.gumbel(size=score.shape)).argmax(axis=1)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    total = l1 + l2
    model = LogisticRegression(
        C=1 / total,
        l1_ratio=l1 / total,
        solver="saga" if l1 else "lbfgs",
        tol=1e-12,
        max_iter=1_000_000,
    ).fit(z, y)
    shares = model.predict_proba(z)
    return {
        "name": name,
        "classes": classes,
        "parameters": {"l2": l2, "l1": l1},
        "x": x.tolist(),
        "y": y.tolist(),
        "probabilities": shares.tolist(),
    }


def ridge(name, l2):
    x = random.normal(size=(40, 3)) * [1, 10, 0.1] + [0, 5, -1]
    y = x @ [1.0, -0.2, 3.0] + random.normal(size=40)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    model = Ridge(alpha=l2).fit(z, y)
    return {"name": name, "l2": l2, "x": x.tolist(), "y": y.tolist(), "values": model.predict(z).tolist()}


golden = {
    "scikitLearn": sklearn.__version__,
    "logistic": [
        logistic("two classes, L2", 2, 1.0, 0.0),
        logistic("two classes, weak L2", 2, 0.01, 0.0),
        logistic("three classes, L2", 3, 1.0, 0.0),
        logistic("two classes, L1", 2, 0.0, 3.0),
        logistic("two classes, elastic net", 2, 1.0, 1.0),
        logistic("three classes, elastic net", 3, 0.5, 1.5),
    ],
    "ridge": [ridge("light", 0.1), ridge("heavy", 50.0)],
}
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(golden))
