"""Single scikit-learn defaults on ten splits of the breast-cancer data: python default_run.py <folder>

Writes <folder>/breast-cancer.csv and prints, as JSON, the test rows of each split and the macro F1 of each peer on them.
"""

import json
import pathlib
import sys
import warnings

from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore")
folder = pathlib.Path(sys.argv[1])
seeds = range(10)
test_rows = 114

# What needs columns of one size gets them: a default without is no default that anyone would use.
peers = {
    "LogisticRegression": lambda seed: make_pipeline(StandardScaler(), LogisticRegression()),
    "SVC": lambda seed: make_pipeline(StandardScaler(), SVC(random_state=seed)),
    "KNeighbors": lambda seed: make_pipeline(StandardScaler(), KNeighborsClassifier()),
    "GaussianNB": lambda seed: GaussianNB(),
    "DecisionTree": lambda seed: DecisionTreeClassifier(random_state=seed),
    "RandomForest": lambda seed: RandomForestClassifier(random_state=seed),
    "ExtraTrees": lambda seed: ExtraTreesClassifier(random_state=seed),
    "GradientBoosting": lambda seed: GradientBoostingClassifier(random_state=seed),
    "HistGradientBoosting": lambda seed: HistGradientBoostingClassifier(random_state=seed),
}

frame = load_breast_cancer(as_frame=True).frame
x, y = frame.drop(columns=["target"]).to_numpy(), frame["target"].to_numpy()
named = frame.assign(target="c" + frame["target"].astype(str))
named.to_csv(folder / "breast-cancer.csv", index=False)
splits = []
scores = {name: [] for name in peers}
for seed in seeds:
    train, test = train_test_split(range(len(y)), test_size=test_rows, stratify=y, random_state=seed)
    splits.append([int(row) for row in test])
    for name, make in peers.items():
        model = make(seed).fit(x[train], y[train])
        scores[name].append(float(f1_score(y[test], model.predict(x[test]), average="macro")))
print(json.dumps({"splits": splits, "scores": scores}))
