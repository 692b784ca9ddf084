/**
 * Every code with which Horngate stops: who acts next, and how each surface says it.
 *
 * A finding is about somebody's file and is data; an error means that *we* stop. The reference page of errors is printed from this table.
 * Columns: HTTP status, gRPC status (by number, https://grpc.io/docs/guides/status-codes), exit status of the command line, meaning.
 */
export const CODES = {
  HG_USAGE_ARGUMENT: [400, 3, 2, 'An argument is missing, unknown or of the wrong form'],
  HG_USAGE_POLICY: [400, 3, 2, 'The policy file cannot be used as it stands'],
  HG_USAGE_LOCK: [400, 3, 2, 'The lock file cannot be used as it stands'],
  HG_INPUT_FORMAT: [400, 3, 2, 'The input is of no format that this command reads, or is broken'],
  HG_INPUT_NAME: [400, 3, 2, 'An input is missing, or is none of the model'],
  HG_INPUT_SHAPE: [400, 3, 2, 'An input has another shape than the model declares'],
  HG_INPUT_DTYPE: [400, 3, 2, 'An input has a type that the model does not take'],
  HG_INPUT_RANGE: [400, 3, 2, 'An input value lies outside what the model can take'],
  HG_ARTIFACT_FORMAT: [422, 9, 1, 'The file is of no format that we know'],
  HG_ARTIFACT_TRUNCATED: [422, 9, 1, 'The file ends before something that it announces'],
  HG_ARTIFACT_ZIP: [422, 9, 1, 'The archive contradicts itself or the specification'],
  HG_ARTIFACT_ARCHIVE: [422, 9, 1, 'The archive or compressed stream contradicts its format'],
  HG_ARTIFACT_HDF5: [422, 9, 1, 'The HDF5 structure contradicts itself or the specification'],
  HG_ARTIFACT_JSON: [422, 9, 1, 'The JSON text cannot be read'],
  HG_ARTIFACT_NPY: [422, 9, 1, 'The NumPy array cannot be read'],
  HG_ARTIFACT_PICKLE: [422, 9, 1, 'The pickle cannot be followed to its end'],
  HG_ARTIFACT_PROTOBUF: [422, 9, 1, 'The protobuf message contradicts the wire format'],
  HG_ARTIFACT_GGUF: [422, 9, 1, 'The GGUF header contradicts itself or the specification'],
  HG_ARTIFACT_SAFETENSORS: [422, 9, 1, 'The safetensors header contradicts itself or the specification'],
  HG_ARTIFACT_TEMPLATE: [422, 9, 1, 'The template cannot be read'],
  HG_ARTIFACT_YAML: [422, 9, 1, 'The YAML text cannot be read'],
  HG_ARTIFACT_FIELD: [422, 9, 1, 'A field of the description is missing, of the wrong type, out of range or unknown'],
  HG_ARTIFACT_GRAPH: [422, 9, 1, 'The description does not connect to a model: a cycle, or a reference to nothing'],
  HG_ARTIFACT_SHAPE: [422, 9, 1, 'The shapes of the description do not fit each other'],
  HG_ARTIFACT_WEIGHTS: [422, 9, 1, 'The weights are not those that the description asks for'],
  HG_ARTIFACT_CODE: [422, 9, 1, 'The description names code, which we never run'],
  HG_ARTIFACT_DIGEST: [409, 9, 1, 'The file is not the one that was named by its digest'],
  HG_ARTIFACT_PROGRAM: [422, 9, 1, 'What a guest compiled does not pass the second check'],
  HG_LIMIT_BYTES: [413, 8, 3, 'More bytes than the policy allows'],
  HG_LIMIT_ENTRIES: [413, 8, 3, 'More entries than the policy allows'],
  HG_LIMIT_DEPTH: [413, 8, 3, 'Deeper nesting than the policy allows'],
  HG_LIMIT_LAYERS: [413, 8, 3, 'More layers than the policy allows'],
  HG_LIMIT_RATIO: [413, 8, 3, 'Unpacks to more than the policy allows for its packed size'],
  HG_LIMIT_TENSOR: [413, 8, 3, 'Tensors of more bytes than the policy allows'],
  HG_LIMIT_ACTIVATION: [413, 8, 3, 'Would need more activation memory than the policy allows'],
  HG_LIMIT_MEMORY: [507, 8, 3, 'The guest reached its memory limit'],
  HG_LIMIT_CPU: [504, 8, 3, 'The guest reached its CPU limit'],
  HG_LIMIT_DEADLINE: [504, 4, 3, 'The deadline passed'],
  HG_LIMIT_OUTPUT: [507, 8, 3, 'The guest answered with more than it may'],
  HG_UNSUPPORTED_COMMAND: [501, 12, 4, 'The command is not built yet'],
  HG_UNSUPPORTED_FORMAT: [501, 12, 4, 'The format is known, but not read yet'],
  HG_UNSUPPORTED_HDF5: [501, 12, 4, 'The HDF5 structure is known, but not read yet'],
  HG_UNSUPPORTED_LAYER: [501, 12, 4, 'The layer is known, but not compiled yet'],
  HG_UNSUPPORTED_OPERATION: [501, 12, 4, 'The operation is known, but not compiled yet'],
  HG_UNSUPPORTED_FIELD: [501, 12, 4, 'The option of a layer is known, but not compiled yet'],
  HG_UNSUPPORTED_DTYPE: [501, 12, 4, 'The type is known, but not compiled yet'],
  HG_UNSUPPORTED_MASK: [501, 12, 4, 'The mask is of a kind that is not compiled yet'],
  HG_UNSUPPORTED_LEVEL: [501, 12, 4, 'The sandbox level is not built yet'],
  HG_UNSUPPORTED_PLATFORM: [501, 12, 4, 'This operating system or processor is not supported yet'],
  HG_REFUSED_FINDINGS: [403, 7, 1, 'The policy refuses what was found in the file'],
  HG_REFUSED_CONTAIN: [403, 7, 1, 'The model needs real Keras, and the policy does not allow it'],
  HG_REFUSED_QUARANTINE: [403, 7, 1, 'The model crashed again and again, and waits for an operator to lift its quarantine'],
  HG_REFUSED_PIN: [403, 7, 1, 'The lock file that was named does not pin the model'],
  HG_REFUSED_SOURCE: [403, 7, 1, 'The address to download from, or one that it leads to, is none that the policy lets us ask'],
  HG_REFUSED_UNCONFIRMED: [403, 7, 1, 'Nothing that the caller trusts confirms what was downloaded: it stays in quarantine'],
  HG_REFUSED_SIGNATURE: [403, 7, 1, 'The signature is not valid, or not of whom it must be'],
  HG_REFUSED_ROLLBACK: [403, 7, 1, 'The feed is older than what was already seen of it'],
  HG_REFUSED_EXPIRED: [403, 7, 1, 'Nobody stands any more by what was signed: its date has passed'],
  HG_REFUSED_FEED: [403, 7, 1, 'The metadata of the feed does not hold: parts of different states, or no form that is known'],
  HG_REFUSED_UNTRUSTED: [403, 7, 1, 'Too few of those who may sign the model, by the policy, have signed it'],
  HG_REFUSED_REVOKED: [403, 7, 1, 'The policy has revoked the model'],
  HG_REFUSED_REQUIRED: [403, 7, 1, 'Something that the policy requires of the model is missing, stale or about another one'],
  HG_AUTH_REQUIRED: [401, 16, 1, 'No identity was given'],
  HG_AUTH_DENIED: [403, 7, 1, 'This identity may not do this'],
  HG_NOT_FOUND: [404, 5, 2, 'What was named is not there'],
  HG_CONFLICT: [409, 6, 2, 'What was named stands in the way'],
  HG_QUOTA_REQUESTS: [429, 8, 3, 'The tenant asked more often than it may'],
  HG_QUOTA_STORAGE: [507, 8, 3, 'The tenant keeps as much as it may'],
  HG_UNAVAILABLE_LEVEL: [503, 14, 3, 'This host does not reach the sandbox level that is asked for'],
  HG_UNAVAILABLE_RUNTIME: [503, 14, 3, 'ONNX Runtime is not installed here'],
  HG_UNAVAILABLE_STORE: [503, 14, 3, 'The store cannot be used as it stands'],
  HG_UNAVAILABLE_SOURCE: [503, 14, 3, 'The source of a download does not answer, or not as it must'],
  HG_UNAVAILABLE_KERAS_GUEST: [503, 14, 3, 'No guest with real Keras is installed'],
  HG_UNAVAILABLE_SIGSTORE: [503, 14, 3, 'The authority or the log of Sigstore does not answer as it must'],
  HG_GUEST_START: [500, 13, 3, 'A guest could not be confined as asked, and was not started'],
  HG_GUEST_DIED: [500, 13, 3, 'A guest died'],
  HG_GUEST_PROTOCOL: [500, 13, 3, 'A guest answered with something that is not in the protocol'],
  HG_GUEST_GOLDEN: [500, 13, 3, 'A model does not repeat what it answered when it was sealed'],
  HG_INTERNAL: [500, 13, 70, 'A bug of ours'],
} as const satisfies Record<string, readonly [http: number, grpc: number, exit: number, meaning: string]>;

export type Code = keyof typeof CODES;

/** A place in a file: a member of an archive, a JSON pointer in it (RFC 6901), or a byte offset. */
export interface Where {
  readonly member?: string;
  readonly pointer?: string;
  readonly offset?: number;
}

/** What stops us, with a closed code and, where it is known, the place. Message grammar: action, value in quotes, wanted state, present state; no full stop. */
export class HorngateError extends Error {
  override readonly name = 'HorngateError';
  readonly code: Code;
  readonly where: Where;

  constructor(code: Code, message: string, options: { where?: Where; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.where = options.where ?? {};
  }
}

/** Exit status of the command line for a code. */
export const exitOf = (code: Code): number => CODES[code][2];

export const isCode = (value: unknown): value is Code => typeof value === 'string' && Object.hasOwn(CODES, value);

/** The error as we print it: code, message, and the place if there is one. */
export function describe(error: HorngateError): string {
  const { member, pointer, offset } = error.where;
  const place = [member, pointer, offset === undefined ? undefined : `byte ${offset}`].filter((part) => part !== undefined && part !== '');
  return `${error.code}: ${error.message}${place.length > 0 ? ` (${place.join(', ')})` : ''}`;
}

/** Any thrown value as a HorngateError; what is not one is a bug of ours. */
export function asHorngateError(error: unknown): HorngateError {
  if (error instanceof HorngateError) return error;
  return new HorngateError('HG_INTERNAL', error instanceof Error ? error.message : String(error), { cause: error });
}
