import { parseArgs } from "node:util";

export type SimulationOptions = {
  readonly seed: string;
  /** Epochs (days) until everybody leaves. */
  readonly epochs: number;
  /** Honest operators; each character that is not honest comes on top. */
  readonly operators: number;
  /** What a MILL is worth on the market, in dollars; it does not move. */
  readonly millPrice: number;
  /** Where the picture goes; unset for none. */
  readonly plot: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
};

/** An option is wrong. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

/** The default size: long enough for honest operators to reach the top tier. */
const EPOCHS = "150";
const OPERATORS = "24";

/** @throws OptionError */
export function parseOptions(args: readonly string[]): SimulationOptions {
  const { values } = parse(args);
  return {
    seed: values.seed,
    epochs: whole("--epochs", values.epochs, 30, 2_000),
    operators: whole("--operators", values.operators, 4, 2_000),
    millPrice: price(values["mill-price"]),
    plot: values.plot,
    json: values.json,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: "string", default: "1" },
        epochs: { type: "string", default: EPOCHS },
        operators: { type: "string", default: OPERATORS },
        "mill-price": { type: "string", default: "0.1" },
        plot: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string, least: number, most: number): number {
  const found = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (found >= least && found <= most) return found;
  throw new OptionError(`${name}: found ${JSON.stringify(text)}, expected a whole number from ${least} to ${most}.`);
}

function price(text: string): number {
  const found = /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (found > 0) return found;
  throw new OptionError(`--mill-price: found ${JSON.stringify(text)}, expected dollars per MILL, above 0.`);
}

export const help = `A market of honest and other characters, epoch by epoch, on the real contracts in this process.

  npm run simulate -- [options]

Honest operators, reliable and flaky, serve buyers; beside them a wash trader, a node faker, a score buyer, a slash
dodger, a dispute griefer, a fee sniper and a voting whale each try their way to more money. At the end everybody takes
out what the chain gives, and the profits are compared with that of honest work with the same money.

  --seed TEXT       everything that is drawn follows from it (default: 1)
  --epochs N        days until everybody leaves, at least 30 (default: ${EPOCHS})
  --operators N     honest operators, at least 4 (default: ${OPERATORS})
  --mill-price USD  what a MILL is worth (default: 0.1)
  --plot FILE       draw supply, burn, emission, stake, tiers and profits into this SVG file
  --json            one object on standard output, everything else on standard error

The full year is --epochs 365 --operators 300. Exit code 0: no character did better than honest work, and the books
balance. 1: not so, or failed. 2: an option is wrong.`;
