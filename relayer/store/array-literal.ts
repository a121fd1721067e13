const special = /["\\]/;

/** An array of texts or numbers as PostgreSQL writes it, for example `{"a","b"}`: one text where there were many. */
export function arrayLiteral(values: readonly string[] | readonly number[]): string {
  if (values.length === 0) return "{}";
  const texts = values.map((value) => {
    return typeof value === "string" && special.test(value) ? value.replace(/["\\]/g, "\\$&") : value;
  });
  return `{"${texts.join('","')}"}`;
}
