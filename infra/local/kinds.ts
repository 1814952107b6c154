/** What the parts of the local host say to each other. */

/** A resource of the synthesized templates with every intrinsic resolved. */
export type Resource = {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly arn: string;
  /** The physical name: declared, or derived from stack and logical id. */
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties have no type of their own
  readonly properties: Record<string, any>;
};

export type Assembly = {
  of(type: string): readonly Resource[];
  byArn(arn: string): Resource | undefined;
  /** Folder on disk that holds a function's code. */
  codeOf(lambda: Resource): string;
};

/** Calls a Lambda as AWS would, by ARN; rejects when the function throws or times out. */
export type Invoke = (functionArn: string, event: unknown) => Promise<unknown>;

/** The platform's time, which can be moved forward; it runs on by itself in between. */
export type Clock = {
  now(): Date;
  /** Moves forward, and tells the schedules. Resolves when their functions have answered. */
  moveTo(instant: Date): Promise<void>;
  onMove(listener: (now: Date) => Promise<void>): void;
};

/** Who signed a call: the function (or scoped session) behind an access key. */
export type Principal = {
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly functionName: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** One AWS service of the host: answers calls that its front has recognised. */
export type AwsCall = {
  readonly service: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly principal: Principal;
  /** The SDK's own name of the call: the same each time it tries it again. */
  readonly sdkCall?: string;
};
