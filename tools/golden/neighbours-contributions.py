"""Golden contributions of the features of nearest neighbours, computed by shap.

Run in an environment with scikit-learn 1.9.1 and shap 0.51.0, from the root of the repository:

    python tools/golden/neighbours-contributions.py

Writes libs/ml/src/explain/golden/neighbours-contributions.json: for models of few features and of many the training rows,
some rows to explain, and what shap's ExactExplainer (interventional, all training rows the background) says of them.
"""

import json
import pathlib

import numpy as np
import shap
import sklearn
from sklearn.neighbors import NearestNeighbors

target = pathlib.Path("libs/ml/src/explain/golden/neighbours-contributions.json")
random = np.random.default_rng(7)
rows = 48


def case(name, columns, outputs, neighbours=5, explained=3):
    x = random.normal(size=(rows, columns)).round(6)
    scales = random.uniform(0.5, 2, size=columns).round(6)
    score = x[:, 0] + x[:, 1] * x[:, 2] + random.normal(size=rows) / 3
    y = score.round(6) if outputs == 1 else np.digitize(score, np.quantile(score, np.arange(1, outputs) / outputs))
    index = NearestNeighbors(n_neighbors=neighbours).fit(x / scales)

    def answer(given):
        near = index.kneighbors(given / scales, return_distance=False)
        if outputs == 1:
            return y[near].mean(axis=1)
        # A share of 1 / neighbours of doubt, as our scorer has it.
        counts = (y[near][:, :, None] == np.arange(outputs)).sum(axis=1)
        return (counts + 1 / outputs) / (neighbours + 1)

    asked = random.normal(size=(explained, columns)).round(6)
    told = shap.ExactExplainer(answer, shap.maskers.Independent(x, max_samples=rows))(asked)
    values = told.values.reshape(explained, columns, outputs).transpose(0, 2, 1)
    return {
        "name": name,
        "outputs": outputs,
        "neighbours": neighbours,
        "scales": scales.tolist(),
        "points": x.tolist(),
        "targets": y.astype(float).tolist(),
        "x": asked.tolist(),
        "baseValues": np.atleast_1d(np.asarray(told.base_values).reshape(explained, outputs)[0]).tolist(),
        "contributions": values.tolist(),
    }


cases = [
    case("two classes", 5, 2),
    case("three classes", 6, 3),
    case("quantities", 4, 1),
    case("two classes, many features", 10, 2),
    case("quantities, many features", 10, 1),
]
target.write_text(json.dumps({"shap": shap.__version__, "scikitLearn": sklearn.__version__, "cases": cases}) + "\n")
print(f"{len(cases)} cases from shap {shap.__version__}")
