import { spawn } from "node:child_process";
import os from "node:os";
import { withNodeFirst } from "./npm.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** npm passes a signal on that the whole group got already: within this time it counts as the same. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Runs `node` with `args` and ends this process the way the child ended.
 *
 * The child must see each signal once, or its clean-up is cut short. At a terminal the kernel sends
 * Ctrl-C to the child itself, so nothing is passed on. Elsewhere the child gets a session of its own and
 * only what is passed on here; `guard.mjs` tells it when this process dies without a word.
 */
export function runChild(node, args) {
  const isGrouped = process.stdin.isTTY === true || process.platform === "win32";
  const guard = new URL("guard.mjs", import.meta.url).href;
  const lastSentMs = {};
  const pass = (signal) => {
    if (isGrouped && signal !== "SIGTERM") return;
    const nowMs = performance.now();
    if (nowMs - (lastSentMs[signal] ?? Number.NEGATIVE_INFINITY) < SAME_SIGNAL_MS) return;
    lastSentMs[signal] = nowMs;
    child.kill(signal);
  };
  // Before there is a child: a signal that comes while it starts would end this process alone. It is passed on once
  // `spawn` has returned.
  for (const signal of SIGNALS) process.on(signal, pass);
  const child = spawn(node, ["--import", guard, ...args], {
    detached: !isGrouped,
    env: environment(node),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const name of SIGNALS) process.off(name, pass);
      if (signal === null) process.exitCode = code;
      else endBy(signal);
      resolve();
    });
  });
}

/** Ends by the signal that ended the child, so that a shell sees the same; by its code where that fails. */
function endBy(signal) {
  process.exitCode = 128 + os.constants.signals[signal];
  process.kill(process.pid, signal);
}

function environment(node) {
  const options = [process.env.NODE_OPTIONS, "--disable-warning=ExperimentalWarning"].filter(Boolean).join(" ");
  return withNodeFirst({ HARDHAT_DISABLE_TELEMETRY: "true", ...process.env, NODE_OPTIONS: options }, node);
}
