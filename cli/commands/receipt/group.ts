import type { Command } from "commander";
import { addReceiptShow } from "./show.ts";
import { addReceiptSign } from "./sign.ts";
import { addReceiptVerify } from "./verify.ts";

export function addReceipt(program: Command): void {
  const receipt = program.command("receipt").summary("what became of a lease, for your books");
  addReceiptShow(receipt);
  addReceiptVerify(receipt);
  addReceiptSign(receipt);
}
