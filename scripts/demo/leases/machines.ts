import { TraceError } from "../trace.ts";
import { classOfModel } from "./classes.ts";
import { parseTable, type Row, readTable, wholeNumber } from "./table.ts";

export const machineColumns = ["sn", "gpu", "model"] as const;

/** A machine that can become a node. */
export type Machine = {
  readonly name: string;
  readonly gpus: number;
  readonly model: string;
  /** Class of the deployment. */
  readonly classId: number;
};

/** Machines with a GPU of a file, in its order. @throws TraceError */
export async function readMachines(file: string): Promise<Machine[]> {
  return machinesOf(await readTable(file, machineColumns), file);
}

/** {@link readMachines} of text that is there already. */
export function parseMachines(text: string, source: string): Machine[] {
  return machinesOf(parseTable(text, source, machineColumns), source);
}

function machinesOf(rows: readonly Row[], source: string): Machine[] {
  const machines = rows.map((row): Machine => {
    const model = row.cells.model ?? "";
    return {
      name: row.cells.sn ?? "",
      gpus: wholeNumber(row, "gpu"),
      model,
      classId: classOfModel(model, row.where),
    };
  });
  const withGpu = machines.filter(({ gpus }) => gpus > 0);
  if (withGpu.length === 0) throw new TraceError(`${source}: no machine has a GPU.`);
  return withGpu;
}
