"""Golden answers of networks of one hidden layer, trained by scikit-learn.

Run in an environment with scikit-learn 1.9.1, from the root of the repository:

    python tools/golden/networks.py

Writes libs/ml/src/scorers/golden/networks.json: of each network its weights, rows, and what it answers to them.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier, MLPRegressor

target = pathlib.Path("libs/ml/src/scorers/golden/networks.json")
random = np.random.default_rng(5)
shape = {"hidden_layer_sizes": (6,), "activation": "tanh", "solver": "lbfgs", "random_state": 3}


def network(name, link, make, y, answer):
    model = make(**shape, max_iter=200).fit(x, y)
    hidden, out = model.coefs_
    return {
        "name": name,
        "link": link,
        "hidden": hidden.tolist(),
        "hiddenIntercepts": model.intercepts_[0].tolist(),
        "out": out.tolist(),
        "outIntercepts": model.intercepts_[1].tolist(),
        "rows": x[:12].tolist(),
        "answers": np.asarray(answer(model)(x[:12])).reshape(12, -1).tolist(),
    }


x = random.normal(size=(80, 3)) * [1, 2, 0.5]
score = x[:, 0] * x[:, 1] + x[:, 2]
networks = [
    network("two classes", "logistic", MLPClassifier, score > 0, lambda model: model.predict_proba),
    network(
        "three classes",
        "softmax",
        MLPClassifier,
        np.digitize(score, [-0.7, 0.7]),
        lambda model: model.predict_proba,
    ),
    network("quantities", "identity", MLPRegressor, score, lambda model: model.predict),
]
target.parent.mkdir(exist_ok=True)
target.write_text(
    json.dumps({"source": f"scikit-learn {sklearn.__version__}", "networks": networks}, indent=1) + "\n"
)
