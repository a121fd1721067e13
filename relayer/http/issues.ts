import type { z } from "zod";

/** What is wrong with a request. It may be wrong in a thousand ways; a few are enough to find them. */
export function issuesOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues
    .slice(0, 16)
    .map(({ path, message }) => ({ path: path.join(".").slice(0, 100), message: message.slice(0, 200) }));
}
