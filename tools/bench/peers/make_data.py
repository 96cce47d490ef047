"""Data for the training benchmark: python make_data.py <folder>

Each set is <name>.x.f64 (row-major, training rows before test rows), <name>.y.i32 and <name>.json.
"""

import json
import pathlib
import sys

import numpy as np
from sklearn.datasets import load_breast_cancer, make_classification

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
test_rows = 20_000


def write(name, x, y, train_rows):
    x.astype("<f8").tofile(folder / f"{name}.x.f64")
    y.astype("<i4").tofile(folder / f"{name}.y.i32")
    shape = {
        "trainRows": train_rows,
        "testRows": len(y) - train_rows,
        "columns": x.shape[1],
        "classes": int(y.max()) + 1,
    }
    (folder / f"{name}.json").write_text(json.dumps(shape))


def generated(rows):
    return make_classification(
        n_samples=rows + test_rows,
        n_features=20,
        n_informative=10,
        n_redundant=5,
        n_clusters_per_class=4,
        class_sep=1.0,
        flip_y=0.01,
        random_state=7,
    )


for rows in (8_000, 80_000, 1_000_000):
    write(f"{rows}x20", *generated(rows), rows)

x, y = load_breast_cancer(return_X_y=True)
order = np.random.default_rng(0).permutation(len(y))
write("455x30", x[order], y[order], 455)
