/** What a {@link MillraceError} is made of, beside its message. */
export type ErrorParts = {
  /** Stable, kebab-case; programs switch on it. */
  readonly code: string;
  /** What was found, as it was given. */
  readonly found?: string | undefined;
  /** What would have been right. */
  readonly expected?: string | undefined;
  /** What the reader can do now. */
  readonly next?: string | undefined;
  readonly cause?: unknown;
};

/** Base of every error that Millrace's TypeScript throws on purpose: what was found, what is expected, what to do. */
export class MillraceError extends Error {
  override readonly name: string = "MillraceError";
  readonly code: string;
  readonly found: string | undefined;
  readonly expected: string | undefined;
  readonly next: string | undefined;
  /** The message without found, expected and next. */
  readonly short: string;

  constructor(short: string, parts: ErrorParts) {
    const { code, found, expected, next, cause } = parts;
    const lines = [
      short,
      ...(found === undefined ? [] : [`  found:    ${found}`]),
      ...(expected === undefined ? [] : [`  expected: ${expected}`]),
      ...(next === undefined ? [] : [`  next:     ${next}`]),
    ];
    super(lines.join("\n"), cause === undefined ? undefined : { cause });
    this.short = short;
    this.code = code;
    this.found = found;
    this.expected = expected;
    this.next = next;
  }
}
