/** A failure whose message says what was found, what was expected and what to do; no stack needed. */
export class BootError extends Error {}
