"""Golden contributions of the features of trees and linear models, computed by shap.

Run in an environment with scikit-learn 1.9.1 and shap 0.51.0, from the root of the repository:

    python tools/golden/contributions.py

Writes libs/ml/src/explain/golden/contributions.json. Forests and boosted trees of scikit-learn are written in our arrays,
with the rows, the base values and the contributions that shap's TreeExplainer (path-dependent) gives them; linear models
with those of its LinearExplainer (interventional).
"""

import json
import pathlib

import numpy as np
import shap
import sklearn
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LogisticRegression

target = pathlib.Path("libs/ml/src/explain/golden/contributions.json")
random = np.random.default_rng(5)


def table(rows=200, columns=6):
    # scikit-learn compares 32-bit values: these are the same in 32 and 64 bits.
    return random.normal(size=(rows, columns)).astype(np.float32).astype(np.float64)


def empty():
    return {
        "roots": [],
        "features": [],
        "thresholds": [],
        "children": [],
        "missingLeft": [],
        "covers": [],
        "leaves": [],
    }


def append(arrays, tree, root=0):
    """One tree with the children of a node side by side, behind it. `tree(node)` tells of a node."""
    waiting = [(root, len(arrays["features"]))]
    arrays["roots"].append(len(arrays["features"]))

    def place(count):
        first = len(arrays["features"])
        for name, value in [("features", -1), ("thresholds", 0.0), ("children", 0), ("missingLeft", 0), ("covers", 0)]:
            arrays[name] += [value] * count
        return first

    place(1)
    while waiting:
        node, at = waiting.pop()
        told = tree(node)
        arrays["covers"][at] = told["cover"]
        if "leaf" in told:
            arrays["children"][at] = len(arrays["leaves"])
            arrays["leaves"].append(told["leaf"])
            continue
        left = place(2)
        arrays["features"][at] = told["feature"]
        arrays["thresholds"][at] = told["threshold"]
        arrays["missingLeft"][at] = told.get("missingLeft", 0)
        arrays["children"][at] = left
        waiting += [(told["right"], left + 1), (told["left"], left)]


def of_tree(tree, leaf):
    def tell(node):
        told = {"cover": float(tree.weighted_n_node_samples[node])}
        if tree.children_left[node] < 0:
            return {**told, "leaf": leaf(tree.value[node])}
        return {
            **told,
            "feature": int(tree.feature[node]),
            "threshold": float(tree.threshold[node]),
            "left": int(tree.children_left[node]),
            "right": int(tree.children_right[node]),
        }

    return tell


def of_predictor(predictor):
    nodes = predictor.nodes

    def tell(node):
        own = nodes[node]
        told = {"cover": float(own["count"])}
        if own["is_leaf"]:
            return {**told, "leaf": [float(own["value"])]}
        return {
            **told,
            "feature": int(own["feature_idx"]),
            "threshold": float(own["num_threshold"]),
            "missingLeft": int(own["missing_go_to_left"]),
            "left": int(own["left"]),
            "right": int(own["right"]),
        }

    return tell


def case(name, kind, arrays, x, explained, base, **more):
    values = np.asarray(explained, dtype=float)
    # rows x scores x features
    values = values[:, None, :] if values.ndim == 2 else values.transpose(0, 2, 1)
    return {
        "name": name,
        "kind": kind,
        **({**arrays, "leaves": [value for leaf in arrays["leaves"] for value in leaf]} if arrays else {}),
        "x": [[None if np.isnan(value) else value for value in row] for row in x.tolist()],
        "baseValues": np.atleast_1d(base).astype(float).tolist(),
        "contributions": values.tolist(),
        **more,
    }


def forest(classes):
    x = table()
    score = x[:, 0] + x[:, 1] * x[:, 2] + random.normal(size=len(x)) / 2
    arrays = empty()
    if classes == 1:
        model = RandomForestRegressor(n_estimators=5, max_depth=6, random_state=1).fit(x, score)
        leaf = lambda value: [float(value[0, 0])]
    else:
        y = np.digitize(score, np.quantile(score, np.arange(1, classes) / classes))
        model = RandomForestClassifier(n_estimators=5, random_state=1).fit(x, y)
        leaf = lambda value: (value[0] / value[0].sum()).tolist()
    for tree in model.estimators_:
        append(arrays, of_tree(tree.tree_, leaf))
    explainer = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    rows = x[:12]
    return case(
        f"forest, {classes} classes" if classes > 1 else "forest, quantities",
        "forest",
        arrays,
        rows,
        explainer.shap_values(rows, check_additivity=False),
        explainer.expected_value,
        outputs=classes,
    )


def boosted():
    x = table()
    y = (x[:, 0] - x[:, 3] + random.normal(size=len(x)) > 0).astype(int)
    model = GradientBoostingClassifier(n_estimators=8, max_depth=4, random_state=1).fit(x, y)
    arrays = empty()
    for (tree,) in model.estimators_:
        append(arrays, of_tree(tree.tree_, lambda value: [float(value[0, 0]) * model.learning_rate]))
    prior = y.mean()
    explainer = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    return case(
        "boosted, two classes",
        "boosted",
        arrays,
        x[:12],
        explainer.shap_values(x[:12], check_additivity=False),
        explainer.expected_value,
        outputs=2,
        link="logistic",
        baselines=[float(np.log(prior / (1 - prior)))],
    )


def boosted_with_gaps():
    x = table(400)
    y = x[:, 0] * 2 + np.abs(x[:, 1]) + random.normal(size=len(x)) / 4
    x[random.random(x.shape) < 0.15] = np.nan
    model = HistGradientBoostingRegressor(max_iter=10, max_leaf_nodes=12, random_state=1).fit(x, y)
    arrays = empty()
    for (predictor,) in model._predictors:
        append(arrays, of_predictor(predictor))
    explainer = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    return case(
        "boosted, quantities, gaps",
        "boosted",
        arrays,
        x[:12],
        explainer.shap_values(x[:12], check_additivity=False),
        explainer.expected_value,
        outputs=1,
        link="identity",
        baselines=np.ravel(model._baseline_prediction).astype(float).tolist(),
    )


def linear(classes):
    x = table(150, 4)
    score = x @ random.normal(size=(4, classes)) + random.gumbel(size=(len(x), classes))
    model = LogisticRegression(C=0.5, tol=1e-10, max_iter=10_000).fit(x, score.argmax(axis=1))
    explainer = shap.LinearExplainer(model, shap.maskers.Independent(x, max_samples=len(x)))
    return case(
        f"linear, {classes} classes",
        "linear",
        None,
        x[:8],
        explainer.shap_values(x[:8]),
        explainer.expected_value,
        outputs=classes,
        intercepts=model.intercept_.tolist(),
        slopes=model.coef_.tolist(),
        means=x.mean(axis=0).tolist(),
    )


cases = [forest(2), forest(3), forest(1), boosted(), boosted_with_gaps(), linear(2), linear(3)]
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps({"shap": shap.__version__, "scikitLearn": sklearn.__version__, "cases": cases}) + "\n")
print(f"{len(cases)} cases from shap {shap.__version__}")
