"""pyarrow: rows in Arrow IPC, as a stream and as a file, and answers as a stream."""

import gzip
import urllib.request

import numpy as np
import pyarrow as pa
from checks import as_expected, check, run

STREAM = "application/vnd.apache.arrow.stream"
FILE = "application/vnd.apache.arrow.file"


def tables(model):
    """The rows as a person's table may have them: in plain columns, and narrow ones with dictionaries beside others."""
    plain, narrow = {}, {"row": pa.array(range(len(model["rows"]))), "none": pa.nulls(len(model["rows"]))}
    for at, feature in reversed(list(enumerate(model["features"]))):
        values = [row[at] for row in model["rows"]]
        if feature["numeric"]:
            plain[feature["name"]] = narrow[feature["name"]] = pa.array(values, pa.float64())
        else:
            texts = [None if value is None else str(value) for value in values]
            plain[feature["name"]] = pa.array(texts, pa.string())
            narrow[feature["name"]] = pa.array(texts, pa.large_string()).dictionary_encode()
    return {"texts": pa.table(plain), "dictionaries": pa.table(narrow)}


def written(table, form, size=7):
    sink = pa.BufferOutputStream()
    opener = pa.ipc.new_stream if form == STREAM else pa.ipc.new_file
    with opener(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=size)
    return sink.getvalue().to_pybytes()


def ask(http, path, body, form, **headers):
    request = urllib.request.Request(
        f"http://{http}{path}", data=body, headers={"content-type": form, "accept": STREAM, **headers}
    )
    with urllib.request.urlopen(request) as response:
        assert response.headers["content-type"] == STREAM
        return pa.ipc.open_stream(response.read()).read_all()


def answered(model, table):
    table.validate(full=True)
    probabilities = [name for name in table.column_names if name.startswith("probability_")]
    return (
        table.column("error").null_count == table.num_rows
        and pa.types.is_dictionary(table.schema.field("prediction").type)
        and as_expected(
            model,
            np.array(table.column("prediction").to_pylist()),
            np.column_stack([table.column(name).to_numpy() for name in probabilities]),
        )
    )


def arrow(given):
    for model in given["models"]:
        name = model["model"]
        for kind, table in tables(model).items():
            for operation in ("predict", "predict-batch"):
                path = f"/api/v1/models/{name}/{operation}"
                for form in (STREAM, FILE):
                    got = ask(given["http"], path, written(table, form), form)
                    check(f"pyarrow {name} {operation}, {kind}, {form}", answered(model, got))
            packed = gzip.compress(written(table, STREAM))
            got = ask(given["http"], path, packed, STREAM, **{"content-encoding": "gzip"})
            check(f"pyarrow {name} predict-batch, {kind}, gzip", answered(model, got))
        table = tables(model)["texts"]
        feature = next(each["name"] for each in model["features"] if each["numeric"])
        at = table.column_names.index(feature)
        values = table.column(feature).to_pylist()
        wrong = table.set_column(at, feature, pa.array([np.inf, *values[1:]]))
        got = ask(given["http"], path, written(wrong, STREAM), STREAM)
        check(
            f"pyarrow {name} predict-batch: a row that does not fit",
            got.column("error").to_pylist() == [f"{feature} must be a finite number"] + [None] * (len(values) - 1)
            and got.column("prediction").to_pylist() == [None, *model["labels"][1:]],
        )
        got = ask(given["http"], path, written(table.slice(0, 0), STREAM), STREAM)
        check(f"pyarrow {name} predict-batch: no rows", got.num_rows == 0)


run(arrow)
