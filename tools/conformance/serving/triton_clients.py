"""NVIDIA's tritonclient, over HTTP and gRPC."""

import grpc
import numpy as np
import tritonclient.grpc as triton_grpc
import tritonclient.http as triton_http
from checks import as_expected, check, columns, complete, run
from tritonclient.utils import InferenceServerException


def refused(call, *expected):
    try:
        call()
    except (InferenceServerException, grpc.RpcError) as error:
        return any(str(each) in str(error) for each in expected)
    return False


def triton_over_http(address, models):
    client = triton_http.InferenceServerClient(address)
    check("tritonclient http: server live and ready", client.is_server_live() and client.is_server_ready())
    extensions = client.get_server_metadata()["extensions"]
    check("tritonclient http: server metadata", "binary_tensor_data" in extensions)
    for model in models:
        name, version = model["model"], model["version"]
        told = f"tritonclient http: {name}"
        check(f"{told} is ready", client.is_model_ready(name) and client.is_model_ready(name, version))
        metadata = client.get_model_metadata(name, version)
        check(
            f"{told} metadata",
            [each["name"] for each in metadata["inputs"]] == [each["name"] for each in model["features"]]
            and [each["name"] for each in metadata["outputs"]] == ["label", "probabilities"],
        )
        for form, binary, part in (("binary", True, model), ("JSON", False, complete(model))):
            inputs = []
            for feature, datatype, values in columns(part):
                tensor = triton_http.InferInput(feature, list(values.shape), datatype)
                tensor.set_data_from_numpy(values, binary_data=binary)
                inputs.append(tensor)
            for out in (True, False):
                outputs = [
                    triton_http.InferRequestedOutput(each, binary_data=out)
                    for each in ("label", "probabilities")
                ]
                answer = client.infer(name, inputs, model_version=version, outputs=outputs, request_id="7")
                check(
                    f"{told} infer, {form} in, {'binary' if out else 'JSON'} out",
                    answer.get_response()["id"] == "7"
                    and as_expected(part, answer.as_numpy("label"), answer.as_numpy("probabilities")),
                )
            answer = client.infer(name, inputs)
            check(
                f"{told} infer, {form} in, outputs of its own choice",
                as_expected(part, answer.as_numpy("label"), answer.as_numpy("probabilities")),
            )
        answer = client.infer(name, inputs, request_compression_algorithm="gzip")
        check(f"{told} infer, gzip", answer.get_response()["model_version"] == version)
        if model["numbersOnly"]:
            rows = np.array(complete(model)["rows"], dtype=np.float32)
            tensor = triton_http.InferInput("input", list(rows.shape), "FP32")
            tensor.set_data_from_numpy(rows)
            answer = client.infer(name, [tensor])
            check(f"{told} infer, one FP32 tensor", len(answer.as_numpy("label")) == len(rows))
        check(f"{told} refuses no inputs", refused(lambda: client.infer(name, []), "400"))
        check(f"{told} refuses version 99", refused(lambda: client.infer(name, inputs, "99"), "404"))
        stats = client.get_inference_statistics(name, version)["model_stats"][0]
        check(f"{told} statistics", stats["inference_count"] >= len(model["rows"]))
    check("tritonclient http: unknown model", refused(lambda: client.get_model_metadata("nobody"), "404"))
    name = models[0]["model"]
    index = {each["name"]: each["state"] for each in client.get_model_repository_index()}
    check("tritonclient http: repository index", all(index[each["model"]] == "READY" for each in models))
    client.unload_model(name)
    check("tritonclient http: unload", not client.is_model_ready(name))
    client.load_model(name)
    check("tritonclient http: load", client.is_model_ready(name))
    client.close()


def triton_over_grpc(address, models):
    client = triton_grpc.InferenceServerClient(address)
    check("tritonclient grpc: server live and ready", client.is_server_live() and client.is_server_ready())
    check("tritonclient grpc: server metadata", client.get_server_metadata().name == "millrace")
    for model in models:
        name, version = model["model"], model["version"]
        told = f"tritonclient grpc: {name}"
        check(f"{told} is ready", client.is_model_ready(name) and client.is_model_ready(name, version))
        metadata = client.get_model_metadata(name, version)
        check(f"{told} metadata", list(metadata.inputs[0].shape) == [-1, 1])
        inputs = []
        for feature, datatype, values in columns(model):
            tensor = triton_grpc.InferInput(feature, list(values.shape), datatype)
            tensor.set_data_from_numpy(values)
            inputs.append(tensor)
        answer = client.infer(name, inputs, model_version=version, request_id="7", client_timeout=30)
        check(
            f"{told} infer",
            answer.get_response().id == "7"
            and as_expected(model, answer.as_numpy("label"), answer.as_numpy("probabilities")),
        )
        wanted = [triton_grpc.InferRequestedOutput("probabilities")]
        answer = client.infer(name, inputs, outputs=wanted)
        check(f"{told} infer, one output", answer.as_numpy("label") is None)
        check(
            f"{told} refuses version 99",
            refused(lambda: client.infer(name, inputs, model_version="99"), "NOT_FOUND"),
        )
        stats = client.get_inference_statistics(name, version).model_stats[0]
        check(f"{told} statistics", stats.inference_count >= len(model["rows"]))
    name = models[0]["model"]
    index = {each.name: each.state for each in client.get_model_repository_index().models}
    check("tritonclient grpc: repository index", index[name] == "READY")
    client.unload_model(name)
    check("tritonclient grpc: unload", not client.is_model_ready(name))
    client.load_model(name)
    check("tritonclient grpc: load", client.is_model_ready(name))
    client.close()


def checks(given):
    triton_over_http(given["http"], given["models"])
    triton_over_grpc(given["grpc"], given["models"])


run(checks)
