import type { Command } from "commander";
import { addAudit } from "./audit.ts";

export function addRewards(program: Command): void {
  const rewards = program.command("rewards").summary("recompute what stake and paid work have earned");
  addAudit(rewards);
}
