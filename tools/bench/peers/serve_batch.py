"""Microseconds a row that a peer takes for a batch, the best of some runs: python serve_batch.py <data> <name> <model> <rows>"""

import json
import pathlib
import sys
import time

import joblib
import numpy as np
import onnxruntime
from skl2onnx import to_onnx

data, name, model_file, rows = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
shape = json.loads((data / f"{name}.json").read_text())
x = np.fromfile(data / f"{name}.x.f64", dtype="<f8").reshape(-1, shape["columns"])
batch = np.ascontiguousarray(x[shape["trainRows"] :][:rows])


def best(call):
    call()
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return min(taken) / rows * 1e6


model = joblib.load(model_file)
model.n_jobs = 2
graph = to_onnx(
    model,
    batch[:1].astype(np.float32),
    options={id(model): {"zipmap": False}},
)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 2
session = onnxruntime.InferenceSession(
    graph.SerializeToString(), options, providers=["CPUExecutionProvider"]
)
inputs = {session.get_inputs()[0].name: batch.astype(np.float32)}
print(
    json.dumps(
        {
            "scikit-learn": best(lambda: model.predict_proba(batch)),
            "onnxruntime": best(lambda: session.run(None, inputs)),
        }
    )
)
