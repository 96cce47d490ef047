/** Versions that a model's folder asks for where it is served: those it was tried with. */
export const versions = {
  python: '3.11',
  mlflow: '3.17.2',
  numpy: '2.4.6',
  onnx: '1.23.2',
  onnxruntime: '1.32.0',
  // From 3.0 on its texts are arrays of its own, which mlflow hands to ONNX Runtime as they are, and that refuses them.
  pandas: '2.3.3',
};

const { python, ...packages } = versions;
const requirements = Object.entries(packages).map(([name, version]) => `${name}==${version}`);

/** `requirements.txt`, `python_env.yaml` and `conda.yaml` of a model's folder: what mlflow makes an environment from. */
export const pythonEnvironmentFiles: Readonly<Record<string, string>> = {
  'requirements.txt': lines(requirements),
  'python_env.yaml': lines([
    `python: ${JSON.stringify(python)}`,
    'build_dependencies:',
    '- pip',
    '- setuptools',
    '- wheel',
    'dependencies:',
    '- -r requirements.txt',
  ]),
  'conda.yaml': lines([
    'name: mlflow-env',
    'channels:',
    '- conda-forge',
    'dependencies:',
    `- python=${python}`,
    '- pip',
    '- pip:',
    ...requirements.map((name) => `  - ${name}`),
  ]),
};

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
