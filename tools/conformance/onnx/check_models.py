"""Checks ONNX models and MLflow folders against what Millrace says of the same rows.

Usage: check_models.py CASES RESULTS. Each folder of CASES holds `model/model.onnx`, `table.csv` and `expected.json`, and
`model/MLmodel` where mlflow is to serve it. RESULTS becomes a JSON object: for each case what every program said.
"""

import json
import logging
import os
import sys
import warnings

import numpy
import onnx
import onnxruntime
import pandas

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

TYPES = {
    "tensor(double)": numpy.float64,
    "tensor(int64)": numpy.int64,
    "tensor(bool)": numpy.bool_,
}


def read_table(path):
    # Numbers to the last bit, and only empty fields for gaps: as Millrace reads them, in words that pandas knows.
    return pandas.read_csv(
        path,
        float_precision="round_trip",
        keep_default_na=False,
        na_values=["", "NA"],
    )


def feed_of(info, column, lone):
    if info.type == "tensor(string)":
        texts = column.astype(object).where(column.notna(), "")
        values = numpy.array([str(text) for text in texts], dtype=object)
    else:
        values = column.to_numpy(dtype=TYPES[info.type])
    return values.reshape(-1, 1) if lone else values


def run_onnx(path, table):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    inputs = session.get_inputs()
    feeds = {info.name: feed_of(info, table[info.name], len(inputs) == 1) for info in inputs}
    return session.run(None, feeds)


def serve_with_mlflow(folder, table):
    import mlflow

    model = mlflow.pyfunc.load_model(folder)
    names = [column.name for column in model.metadata.signature.inputs]
    answers = model.predict(table[names])
    example = model.predict(model.input_example)
    return [answers[name].to_numpy() for name in answers.columns], len(example)


def compare(answers, expected):
    if expected["kind"] == "quantity":
        own = numpy.array(expected["values"])
        off = numpy.abs(answers[0] - own) / numpy.maximum(1, numpy.abs(own))
        return {"rows": len(own), "otherClasses": 0, "largestDifference": float(off.max())}
    own = numpy.array(expected["probabilities"])
    told = numpy.stack(answers[1:], axis=1)
    others = sum(one != other for one, other in zip(answers[0], expected["labels"], strict=True))
    return {
        "rows": len(own),
        "otherClasses": int(others),
        "largestDifference": float(numpy.abs(told - own).max()),
    }


def attempt(work):
    try:
        return work()
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def check(folder):
    model = os.path.join(folder, "model")
    path = os.path.join(model, "model.onnx")
    table = read_table(os.path.join(folder, "table.csv"))
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
        expected = json.load(file)

    def checked():
        onnx.checker.check_model(path, full_check=True)
        return {}

    def described():
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        told = session.get_modelmeta().custom_metadata_map
        classes = json.loads(told.get("millrace.classes", "[]"))
        return {"classes": classes, "positiveClass": told.get("millrace.positive_class")}

    def served():
        import mlflow

        answers, examples = serve_with_mlflow(model, table)
        positive = mlflow.models.Model.load(model).metadata.get("positive_class")
        return {**compare(answers, expected), "examples": examples, "positiveClass": positive}

    result = {
        "checker": attempt(checked),
        "onnxruntime": attempt(lambda: compare(run_onnx(path, table), expected)),
        "metadata": attempt(described),
    }
    if os.path.exists(os.path.join(model, "MLmodel")):
        result["mlflow"] = attempt(served)
    return result


def main():
    cases, results = sys.argv[1:]
    said = {name: check(os.path.join(cases, name)) for name in sorted(os.listdir(cases))}
    with open(results, "w", encoding="utf-8") as file:
        json.dump(said, file)


main()
