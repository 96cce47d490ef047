/** What the server says of itself. Its version is that of the project. */
export const serverMetadata = {
  name: 'millrace',
  version: '0.1.0',
  extensions: [
    'binary_tensor_data',
    'model_repository',
    'model_repository(unload_dependents)',
    'statistics',
  ],
} as const;
