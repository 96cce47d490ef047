"""KServe's inference clients, over REST and gRPC."""

import asyncio

from checks import as_expected, check, columns, complete, run
from kserve import InferenceGRPCClient, InferenceRESTClient, InferInput, InferRequest, RESTConfig


def kserve_request(model, binary):
    inputs = []
    for feature, datatype, values in columns(model):
        tensor = InferInput(feature, list(values.shape), datatype)
        tensor.set_data_from_numpy(values, binary_data=binary)
        inputs.append(tensor)
    return InferRequest(model["model"], inputs, request_id="7")


async def kserve(http, address, models):
    base = f"http://{http}"
    rest = InferenceRESTClient(RESTConfig(protocol="v2"))
    check("kserve REST: server live", await rest.is_server_live(base))
    check("kserve REST: server ready", await rest.is_server_ready(base))
    for model in models:
        name = model["model"]
        check(f"kserve REST: {name} is ready", await rest.is_model_ready(base, name))
        for form, binary, part in (("binary", True, model), ("JSON", False, complete(model))):
            answer = await rest.infer(base, kserve_request(part, binary), model_name=name)
            label, probabilities = answer.outputs
            check(
                f"kserve REST: {name} infer, {form}",
                answer.id == "7" and as_expected(part, label.as_numpy(), probabilities.as_numpy()),
            )
    check("kserve REST: unknown model is not ready", not await rest.is_model_ready(base, "nobody"))
    await rest.close()
    client = InferenceGRPCClient(address)
    check("kserve gRPC: server live", await client.is_server_live())
    check("kserve gRPC: server ready", await client.is_server_ready())
    for model in models:
        name = model["model"]
        check(f"kserve gRPC: {name} is ready", await client.is_model_ready(name))
        for form, binary, part in (("raw", True, model), ("typed", False, complete(model))):
            answer = await client.infer(kserve_request(part, binary))
            label, probabilities = answer.outputs
            check(
                f"kserve gRPC: {name} infer, {form}",
                as_expected(part, label.as_numpy(), probabilities.as_numpy()),
            )
    await client.close()


run(lambda given: asyncio.run(kserve(given["http"], given["grpc"], given["models"])))
