"""Fits one peer and prints what it took: python train.py <folder> <data> <work> <repeats>"""

import os

os.environ["OMP_NUM_THREADS"] = "2"

import json
import pathlib
import sys
import time

import numpy as np
from lightgbm import LGBMClassifier
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from xgboost import XGBClassifier

folder, data, work, repeats = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
base = pathlib.Path(folder) / data
shape = json.loads(base.with_name(f"{data}.json").read_text())
x = np.fromfile(base.with_name(f"{data}.x.f64"), dtype="<f8").reshape(-1, shape["columns"])
y = np.fromfile(base.with_name(f"{data}.y.i32"), dtype="<i4")
train = shape["trainRows"]
makers = {
    "forest": lambda: RandomForestClassifier(100, n_jobs=2, random_state=0),
    "boosting": lambda: HistGradientBoostingClassifier(random_state=0),
    "lightgbm": lambda: LGBMClassifier(n_jobs=2, verbose=-1),
    "xgboost": lambda: XGBClassifier(n_jobs=2, tree_method="hist"),
    "logistic": lambda: LogisticRegression(max_iter=1000),
    # The same minimum, found to the last digit: what coefficients are compared with.
    "logistic-exact": lambda: LogisticRegression(max_iter=10000, tol=1e-10),
}
if work.startswith("logistic"):
    x = (x - x[:train].mean(axis=0)) / x[:train].std(axis=0)
seconds = []
for _ in range(repeats):
    model = makers[work]()
    started = time.perf_counter()
    model.fit(x[:train], y[:train])
    seconds.append(time.perf_counter() - started)
result = {"seconds": seconds}
probabilities = model.predict_proba(x[train:])
result["accuracy"] = accuracy_score(y[train:], probabilities.argmax(axis=1))
result["logLoss"] = log_loss(y[train:], probabilities)
if work.startswith("logistic"):
    result["coefficients"] = model.coef_[0].tolist() + [float(model.intercept_[0])]
print(json.dumps(result))
