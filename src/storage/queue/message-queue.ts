/** At-least-once delivery with a visibility timeout, as SQS has it. */
export interface MessageQueue {
  /** Waits up to `waitSeconds` for the first message; an empty list when none came or on abort. */
  receive(options: ReceiveOptions): Promise<ReceivedMessage[]>;

  /** The message stays hidden, or comes back, this many seconds from now. */
  setVisibility(message: ReceivedMessage, seconds: number): Promise<void>;

  delete(message: ReceivedMessage): Promise<void>;

  send(body: string, options?: SendOptions): Promise<void>;

  depth(): Promise<QueueDepth>;

  /** Moves every message of the dead-letter queue back, to its group; returns how many. */
  replayDeadLetters(): Promise<number>;

  close(): Promise<void>;
}

export interface SendOptions {
  /** 0 to 900; the message cannot be received before. @default 0 */
  readonly delaySeconds?: number;
  /**
   * While messages of a group are in flight, those of groups with fewer come first: of SQS within what its fair
   * queues promise. 1 to 128 letters, digits and punctuation. null = it shares its place with none.
   * @default null
   */
  readonly group?: string | null;
}

export interface ReceiveOptions {
  /** 1 to 10. */
  readonly max: number;
  readonly waitSeconds: number;
  readonly signal?: AbortSignal;
}

export interface ReceivedMessage {
  readonly id: string;
  readonly body: string;
  readonly receiptHandle: string;
  /** As it was sent; see {@link SendOptions}. */
  readonly group: string | null;
  /** How many times it was received, this time included; 1-based. */
  readonly receiveCount: number;
}

/** Approximate, as SQS gives them. */
export interface QueueDepth {
  readonly waiting: number;
  readonly inFlight: number;
  readonly deadLetters: number;
}

/** After this many receives without a delete, a message goes to the dead-letter queue. */
export const MAX_RECEIVES = 5;
