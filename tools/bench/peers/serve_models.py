"""Fits what the peers serve: python serve_models.py <data folder> <folder for the models> [<data> <kind> ...]"""

import json
import pathlib
import sys

import joblib
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

data, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
makers = {
    "forest": lambda: RandomForestClassifier(100, random_state=0, n_jobs=2),
    "logistic": lambda: LogisticRegression(max_iter=5000),
}
for name, kind in zip(sys.argv[3::2], sys.argv[4::2]):
    shape = json.loads((data / f"{name}.json").read_text())
    x = np.fromfile(data / f"{name}.x.f64", dtype="<f8").reshape(-1, shape["columns"])
    y = np.fromfile(data / f"{name}.y.i32", dtype="<i4")
    model = makers[kind]().fit(x[: shape["trainRows"]], y[: shape["trainRows"]])
    # One row is no work to divide.
    if hasattr(model, "n_jobs") and shape["trainRows"] < 1000:
        model.n_jobs = 1
    (folder / f"{kind}-{name}").mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / f"{kind}-{name}" / "model.joblib")
