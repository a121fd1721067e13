import { writeFileSync } from "node:fs";
import pino from "pino";
import { MillraceError } from "../sdk/error.ts";
import { relayerHelp } from "./config/help.ts";
import { loadSettings } from "./config/load.ts";
import { startRelayer } from "./relayer.ts";

// Standard output carries one line of JSON, once the relayer answers; everything else goes to standard error.

async function main(): Promise<void> {
  const [option] = process.argv.slice(2);
  if (option === "--help" || option === "-h") {
    process.stdout.write(`${relayerHelp()}\n`);
    return;
  }
  if (option !== undefined) {
    throw new MillraceError("The relayer takes no such option.", {
      code: "bad-usage",
      found: option,
      expected: "--help, and settings in the environment",
    });
  }
  const settings = loadSettings(process.env);
  const log = pino({ level: settings.logLevel, base: null }, pino.destination({ dest: 2, sync: false }));
  const relayer = await startRelayer(settings, log);
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    // The second signal is meant: what is committed is safe.
    if (stopping) process.exit(130);
    stopping = true;
    log.info({ signal }, "stopping");
    relayer.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "the relayer did not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);

  // Whoever reads this line may stop the process at once, and has it drained.
  const ready = JSON.stringify({ event: "ready", url: relayer.url, sender: relayer.sender, pid: process.pid });
  if (settings.readyFile !== undefined) writeFileSync(settings.readyFile, `${ready}\n`);
  process.stdout.write(`${ready}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof MillraceError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
});
