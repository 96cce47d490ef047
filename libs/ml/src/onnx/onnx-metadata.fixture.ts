/** The `metadata_props` of a model file; ONNX Runtime tells Node nothing of them. */
export function onnxMetadata(model: Uint8Array): Record<string, string> {
  const entries = fieldsOf(model).filter(({ field }) => field === 14);
  return Object.fromEntries(
    entries.map(({ bytes }) => {
      const [key, value] = fieldsOf(bytes).map((part) => new TextDecoder().decode(part.bytes));
      return [key ?? '', value ?? ''];
    }),
  );
}

/** The fields of a message whose fields are whole numbers, texts and messages. */
function fieldsOf(message: Uint8Array): { field: number; bytes: Uint8Array }[] {
  const fields = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const length = varint();
    if (tag % 8 !== 2) continue;
    fields.push({ field: Math.floor(tag / 8), bytes: message.subarray(at, at + length) });
    at += length;
  }
  return fields;
}
