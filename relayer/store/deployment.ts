import type { Address } from "viem";
import { MillraceError } from "../../sdk/error.ts";
import type { Database } from "./database.ts";

/**
 * Bind the database to one deployment for good: another chain's vouchers are worth nothing here.
 * @throws MillraceError `other-deployment`
 */
export async function bindDeployment(db: Database, chainId: number, escrow: Address): Promise<void> {
  await db.query("insert into deployment (chain_id, escrow) values ($1, $2) on conflict do nothing", [chainId, escrow]);
  const [row] = await db.query("select chain_id, escrow from deployment");
  if (Number(row?.chain_id) === chainId && row?.escrow === escrow) return;
  throw new MillraceError("The database belongs to another deployment.", {
    code: "other-deployment",
    found: `chain ${row?.chain_id}, Escrow ${row?.escrow}`,
    expected: `chain ${chainId}, Escrow ${escrow}`,
    next: "Give this relayer a database of its own (MILLRACE_DATA_DIR or MILLRACE_DATABASE_URL).",
  });
}
