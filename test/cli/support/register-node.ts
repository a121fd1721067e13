import type { Actor, Stage } from "./people.ts";

/** The operator stakes 10,000 MILL, which it must have, and registers four A100 that two attestors have signed. */
export async function registerNode(s: Stage, operator: Actor): Promise<void> {
  const [first, second] = [await s.role(17), await s.role(19)];
  const node = ["--operator", operator.address, "--hardware", "a", "--class", "6", "--units", "4000"];
  const file = s.file("node.json");
  await first.json("attestor", "sign-node", ...node, "--expires", "90d", "--out", file);
  await second.json("attestor", "sign-node", "--merge", file, "--out", file);
  await operator.json("operator", "stake", "10000", "--yes");
  await operator.json("operator", "node", "register", file, "--yes");
}
