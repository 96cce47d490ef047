"""Golden Arrow IPC streams and files, written by pyarrow, with the values that are in them.

Run in an environment with pyarrow 26.0.1, from the root of the repository:

    python tools/golden/arrow-batches.py

Writes libs/frame/src/arrow/golden/arrow-batches.json: `read` are tables whose columns are all read, `refused` are those of
which one column, or the whole, cannot be.
"""

import base64
import json
import math
import pathlib

import pyarrow as pa

target = pathlib.Path("libs/frame/src/arrow/golden/arrow-batches.json")


def written(batches, form="stream", **options):
    sink = pa.BufferOutputStream()
    opener = pa.ipc.new_stream if form == "stream" else pa.ipc.new_file
    with opener(sink, batches[0].schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return base64.b64encode(sink.getvalue()).decode()


def plain(value):
    """As JSON has it: infinities by their names, a value that is not a number as a missing one."""
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return None if isinstance(value, float) and math.isnan(value) else value


def values(batches):
    table = pa.Table.from_batches(batches)
    return {name: [plain(value) for value in table[name].to_pylist()] for name in table.schema.names}


def case(name, batches, form="stream", **options):
    return {"name": name, "bytes": written(batches, form, **options), "values": values(batches)}


def refused(name, batch, says, **options):
    return {"name": name, "bytes": written([batch], **options), "says": says}


batch = pa.RecordBatch.from_pydict
integers = batch(
    {
        f"{kind}{width}": pa.array(
            [0, 1, None, (2 ** min(width, 53) - 1) if kind == "uint" else -(2 ** min(width - 1, 53) - 1)],
            type=getattr(pa, f"{kind}{width}")(),
        )
        for kind in ("int", "uint")
        for width in (8, 16, 32, 64)
    }
)
floats = batch(
    {
        f"float{width}": pa.array([0.5, -2.0, None, math.nan, math.inf, 2.0**-14], getattr(pa, f"float{width}")())
        for width in (16, 32, 64)
    }
)
texts = batch(
    {
        "text": pa.array(["plain", "", None, "größe", "日本語", "plain"]),
        "large": pa.array(["a", None, "🦆", "", "b", "a"], pa.large_string()),
        "flag": pa.array([True, False, None, True, False, True]),
        "nothing": pa.nulls(6),
    }
)
coded = batch(
    {
        "small": pa.array(["red", None, "blue", "red"]).dictionary_encode().cast(
            pa.dictionary(pa.int8(), pa.string())
        ),
        "unused": pa.DictionaryArray.from_arrays(pa.array([1, 1, None, 2], pa.uint16()), ["never", "x", "é"]),
        "hole": pa.DictionaryArray.from_arrays(pa.array([0, 1, 0, 1], pa.int64()), pa.array(["there", None])),
        "wide": pa.DictionaryArray.from_arrays(pa.array([0, 0, 1, 1]), pa.array(["p", "q"], pa.large_string())),
    }
)


def grown(words):
    return batch({"word": pa.DictionaryArray.from_arrays(pa.array([len(words) - 1, 0, None]), words)})


beside = batch(
    {
        "when": pa.array([0, 1], pa.timestamp("us")),
        "list": pa.array([[1, 2], None], pa.list_(pa.int32())),
        "wanted": [1.5, 2.5],
        "struct": pa.array([{"a": 1, "b": "x"}, None]),
        "nothing": pa.nulls(2),
        "fixed": pa.array([[1, 2], [3, 4]], pa.list_(pa.int8(), 2)),
        "also": ["x", "y"],
        "money": pa.array([1, 2], pa.decimal128(10, 2)),
        "raw": pa.array([b"1", b"2"]),
        "nested": pa.array([["a"], ["b"]], pa.list_(pa.dictionary(pa.int32(), pa.string()))),
    }
)
many = pa.Table.from_batches(
    [batch({"at": list(range(100)), "half": [at / 2 if at % 7 else None for at in range(100)]})]
)
golden = {
    "pyarrow": pa.__version__,
    "read": [
        case("integers", [integers]),
        case("floats", [floats]),
        case("texts and booleans", [texts]),
        case("dictionaries", [coded]),
        case("a file", [texts, texts], form="file"),
        case("a file of dictionaries", [coded, coded], form="file"),
        case("parts of longer columns", [texts.slice(1, 4), texts.slice(5)]),
        case("batches", many.to_batches(max_chunksize=9)),
        case("no batches", [texts.slice(0, 0)]),
        case("another dictionary a batch", [grown(["a"]), grown(["b", "c"])]),
        case(
            "a dictionary that grows",
            [grown(["a"]), grown(["a", "b"]), grown(["a", "b", "c"])],
            emit_dictionary_deltas=True,
        ),
    ],
    "beside": {"bytes": written([beside]), "values": values([beside.select(["wanted", "also"])])},
    "refused": [
        refused("a timestamp", batch({"when": pa.array([0], pa.timestamp("us"))}), 'Column "when" is of the type timestamp'),
        refused("a list", batch({"list": [[1]]}), 'Column "list" is of the type list'),
        refused("a view", batch({"view": pa.array(["x"], pa.string_view())}), 'Column "view" is of the type utf8_view'),
        refused(
            "a dictionary of numbers",
            batch({"code": pa.array([1, 2]).dictionary_encode()}),
            'Column "code" is of the type dictionary of int',
        ),
        refused("an integer beyond 2^53", batch({"id": [2**53 + 2]}), 'Column "id": Row 1 of its batch has an integer'),
        refused("LZ4", batch({"a": ["a" * 100]}), "compressed with LZ4", compression="lz4"),
        refused("ZSTD", batch({"a": ["a" * 100]}), "compressed with ZSTD", compression="zstd"),
    ],
}
target.parent.mkdir(exist_ok=True)
target.write_text(json.dumps(golden, indent=1) + "\n")
