import { MillraceError } from "../../sdk/error.ts";

/** Values for the places of a network's file that it leaves open, by name. */
export type Given = Readonly<Record<string, string | undefined>>;

const PLACE = /^\$[A-Z][A-Z0-9_]*$/;

/**
 * Values from `NAME=value` on the command line, which win over the environment's `MILLRACE_NAME`.
 * @throws MillraceError `bad-role`
 */
export function givenBy(roles: readonly string[], environment: Given): Given {
  const fromEnvironment = Object.entries(environment).flatMap(([name, value]) =>
    name.startsWith("MILLRACE_") ? [[name.slice("MILLRACE_".length), value] as const] : [],
  );
  const fromFlags = roles.map((role) => {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.+)$/.exec(role) ?? [];
    if (name !== undefined && value !== undefined) return [name, value] as const;
    throw new MillraceError("This does not name a role and who has it.", {
      code: "bad-role",
      found: role,
      expected: "NAME=ADDRESS, as in GUARDIAN=0x…; several addresses with commas between",
    });
  });
  return Object.fromEntries([...fromEnvironment, ...fromFlags]);
}

/**
 * The file's content with every `"$NAME"` replaced by what was given for it. In a list, one place takes several values
 * with commas between.
 * @throws MillraceError `role-missing`, with everything that is missing
 */
export function fillIn(content: unknown, given: Given): unknown {
  const missing = new Set<string>();
  const takerOf = (place: string): string => {
    const value = given[place.slice(1)]?.trim();
    if (value === undefined || value === "") missing.add(place.slice(1));
    return value ?? "";
  };
  const fill = (node: unknown): unknown => {
    if (isPlace(node)) return takerOf(node);
    if (Array.isArray(node)) return node.flatMap((item) => (isPlace(item) ? list(takerOf(item)) : [fill(item)]));
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fill(value)]));
  };
  const filled = fill(content);
  if (missing.size === 0) return filled;
  throw new MillraceError("The network's file leaves open who has these roles.", {
    code: "role-missing",
    found: `nothing for ${[...missing].join(", ")}`,
    expected: "an address for each; for members of a committee, several with commas between",
    next: `Give --role ${[...missing][0]}=0x…, or set MILLRACE_${[...missing][0]} in the environment.`,
  });
}

function isPlace(node: unknown): node is string {
  return typeof node === "string" && PLACE.test(node);
}

function list(value: string): string[] {
  return value.split(",").map((item) => item.trim());
}
