/** A message, whether it stands as bytes or as text: fields in the order in which the sender wrote them. */
export interface Message {
  /** By the schema. */
  readonly type: string;
  readonly offset: number;
  /** Again at each call. @throws HG_ARTIFACT_* where the message breaks off, HG_LIMIT_* past a budget. */
  fields(): Iterable<Node>;
}

/** One field, or a run of repeated numbers. What it holds is read only when it is asked for. */
export interface Node {
  /** Empty where the schema does not have the field. */
  readonly name: string;
  /** Of another wire type than the schema says: the message ends with an error that says so. */
  readonly faulty: boolean;
  readonly offset: number;
  /** Bytes of its value. */
  readonly length: number;
  /** Where the value itself stands in the file. */
  readonly at: number;
  /** Undefined where it holds no message. @throws HG_LIMIT_DEPTH. */
  message(): Message | undefined;
  /** Text or bytes as text; wrong UTF-8 becomes U+FFFD, and what is behind `maxBytes` is cut. Empty where it holds neither. */
  text(maxBytes: number): string;
  /** The numbers of a varint field, at most `max` of them, as 64 bits with sign. Empty where it holds something else. */
  numbers(max: number): readonly bigint[];
}

/** Nesting that protobuf's own readers allow. */
export const MAX_MESSAGE_DEPTH = 100;
