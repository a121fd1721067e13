/** One argument of a constructor; integers are decimal text, tuples and lists are lists. */
export type ConstructorArgument = { readonly name: string; readonly type: string; readonly value: PlainArgument };
export type PlainArgument = string | boolean | readonly PlainArgument[];

/** A decoded value as JSON can hold it, which encodes to the same bytes again. */
export function plainArgument(value: unknown): PlainArgument {
  if (Array.isArray(value)) return value.map(plainArgument);
  return typeof value === "boolean" ? value : String(value);
}
