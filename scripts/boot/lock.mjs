import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const HEARTBEAT_MS = 5_000;
const POLL_MS = 200;
/** A holder that is not on this machine, or that left no name, is taken for dead after this silence. */
const SILENCE_MS = 60_000;

/**
 * Runs `work` while holding the lock file of `folder`: of several processes started at once, one
 * works and the others wait, then find the work done. The lock of a dead process is taken over.
 *
 * @template T
 * @param {string} folder a folder of this checkout, made if missing
 * @param {(text: string) => void} log
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, log, work) {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "install.lock");
  await acquire(file, log);
  const heartbeat = setInterval(() => fs.utimesSync(file, new Date(), new Date()), HEARTBEAT_MS);
  const release = () => fs.rmSync(file, { force: true });
  const onSignal = (signal) => {
    release();
    process.exit(128 + os.constants.signals[signal]);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, onSignal);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, onSignal);
    release();
  }
}

async function acquire(file, log) {
  const mine = JSON.stringify({ pid: process.pid, host: os.hostname() });
  for (let waited = false; ; waited = true) {
    try {
      fs.writeFileSync(file, mine, { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = read(file);
    if (holder === undefined) continue;
    if (isDead(holder)) {
      takeAway(file, holder);
      continue;
    }
    if (!waited) log(`another command${holder.pid ? ` (process ${holder.pid})` : ""} is installing; waiting for it`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** What the lock file says, or undefined when it has just gone. */
function read(file) {
  try {
    const { mtimeMs } = fs.statSync(file);
    const text = fs.readFileSync(file, "utf8");
    // The holder creates the file and then writes it: between the two it is empty.
    return { text, silentMs: Date.now() - mtimeMs, ...(text === "" ? {} : JSON.parse(text)) };
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function isDead({ pid, host, silentMs }) {
  if (silentMs > SILENCE_MS) return true;
  if (pid === undefined || host !== os.hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** Two waiters may find the same dead holder: whoever moved a living one's lock away puts it back. */
function takeAway(file, holder) {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (fs.readFileSync(aside, "utf8") !== holder.text) fs.linkSync(aside, file);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}
