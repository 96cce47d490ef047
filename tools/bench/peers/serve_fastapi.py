"""One model behind FastAPI, as its tutorial does it: MODEL=<model.joblib> uvicorn serve_fastapi:app"""

import os

import joblib
from fastapi import FastAPI
from pydantic import BaseModel

model = joblib.load(os.environ["MODEL"])
app = FastAPI()


class Rows(BaseModel):
    instances: list[list[float]]


@app.post("/predict")
def predict(rows: Rows):
    probabilities = model.predict_proba(rows.instances)
    return {
        "predictions": probabilities.argmax(axis=1).tolist(),
        "probabilities": probabilities.tolist(),
    }
