/** What is signed of an envelope: DSSE v1.0.0, protocol.md, "PAE(type, body)". Lengths count bytes. */
export function pae(type: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}
