import { contractsOf } from "../sdk/contracts.ts";
import { MillraceError } from "../sdk/error.ts";
import { gpuClassName, gpuClassNames } from "../sdk/gpu-class.ts";
import type { Context } from "./context.ts";

/** A class by number or name ("A100"). @throws MillraceError `class-unknown` */
export async function parseClass(context: Context, text: string): Promise<number> {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const named = Object.entries(gpuClassNames).find(([, name]) => name.toLowerCase() === text.toLowerCase());
  if (named === undefined) throw await unknownClass(context, text);
  return Number(named[0]);
}

/** What is expected in its place are the classes that the deployment has. */
export async function unknownClass({ client, deployment }: Context, found: string): Promise<MillraceError> {
  const ids = await client.readContract({ ...contractsOf(deployment).nodes, functionName: "classIds" });
  return new MillraceError("There is no such class of GPU.", {
    code: "class-unknown",
    found,
    expected: ids.map((id) => `${id} (${gpuClassName(id)})`).join(", "),
  });
}
