"""What the checks of every client share.

Standard input holds {"http": "host:port", "grpc": "host:port", "models": [{"model", "version", "features": [{"name",
"numeric"}], "rows": [[value, …], …], "labels": […], "probabilities": [[…], …], "numbersOnly"}]}. A check is a printed
line; the program exits 1 when one failed.
"""

import json
import sys

import numpy as np

failures = 0


def check(name, holds):
    global failures
    print(f"{'ok    ' if holds else 'FAILED'} {name}")
    failures += 0 if holds else 1


def columns(model):
    """Name, datatype and values, shape [rows, 1], of each feature."""
    for at, feature in enumerate(model["features"]):
        values = [row[at] for row in model["rows"]]
        if feature["numeric"]:
            numbers = [np.nan if value is None else value for value in values]
            yield feature["name"], "FP64", np.array(numbers, dtype=np.float64).reshape(-1, 1)
        else:
            texts = ["" if value is None else str(value) for value in values]
            yield feature["name"], "BYTES", np.array(texts, dtype=object).reshape(-1, 1)


def complete(model):
    """The same model with the rows that miss nothing: JSON has no NaN for clients to send."""
    kept = [at for at, row in enumerate(model["rows"]) if None not in row]
    return {
        **model,
        **{key: [model[key][at] for at in kept] for key in ("rows", "labels", "probabilities")},
    }


def as_expected(model, labels, probabilities):
    texts = [each.decode() if isinstance(each, bytes) else str(each) for each in np.ravel(labels)]
    shape = (len(model["rows"]), len(model["probabilities"][0]))
    return texts == model["labels"] and np.array_equal(
        np.reshape(probabilities, shape), np.array(model["probabilities"])
    )


def run(checks):
    checks(json.load(sys.stdin))
    print(f"{failures} failed")
    sys.exit(1 if failures else 0)
