"""Golden values of the calibrations of probabilities, computed by scikit-learn.

Run in an environment with scikit-learn 1.9.1, from the root of the repository:

    python tools/golden/calibration.py

Writes libs/ml/src/calibration/golden/calibration.json: scores and outcomes, what IsotonicRegression makes of a grid of
scores, and the logistic function that CalibratedClassifierCV fits with method="sigmoid" to scores given as they are.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.isotonic import IsotonicRegression

target = pathlib.Path("libs/ml/src/calibration/golden/calibration.json")
random = np.random.default_rng(3)


class Given(ClassifierMixin, BaseEstimator):
    """Whose decision is the one column it is given."""

    def fit(self, x, y):
        self.classes_ = np.unique(y)
        self.fitted_ = True
        return self

    def decision_function(self, x):
        return np.asarray(x)[:, 0]

    def predict(self, x):
        return self.classes_[(self.decision_function(x) > 0).astype(int)]


def case(name, scores, outcomes):
    scores = np.asarray(scores, dtype=float)
    outcomes = np.asarray(outcomes, dtype=int)
    low, high = scores.min(), scores.max()
    grid = np.concatenate([np.linspace(low - 0.2, high + 0.2, 60), scores])
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(scores, outcomes)
    given = FrozenEstimator(Given().fit(scores[:, None], outcomes))
    platt = CalibratedClassifierCV(given, method="sigmoid").fit(scores[:, None], outcomes)
    return {
        "name": name,
        "scores": scores.tolist(),
        "outcomes": outcomes.tolist(),
        "grid": grid.tolist(),
        "isotonic": isotonic.predict(grid).tolist(),
        "platt": platt.predict_proba(grid[:, None])[:, 1].tolist(),
    }


def noisy(rows, sharpness):
    scores = random.normal(size=rows) * 2
    return scores, random.random(rows) < 1 / (1 + np.exp(-sharpness * scores))


probabilities = random.random(300)
cases = [
    case("few rows", *noisy(20, 1.0)),
    case("many rows", *noisy(400, 2.0)),
    case("scores that say little", *noisy(200, 0.2)),
    case("scores turned round", *noisy(200, -1.5)),
    case("scores that many rows share", np.round(random.normal(size=300), 1), random.random(300) < 0.4),
    case("overconfident probabilities", probabilities, random.random(300) < 0.3 + 0.4 * probabilities),
    case("classes apart", np.arange(12.0) - 5.5, [0] * 6 + [1] * 6),
]
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps({"scikitLearn": sklearn.__version__, "cases": cases}) + "\n")
print(f"{len(cases)} cases from scikit-learn {sklearn.__version__}")
