/**
 * Loaded into the tool before anything else. The launcher holds the other end of this channel; when it
 * is gone without having ended the tool (SIGKILL, a crash), the tool is told to end and to clean up.
 */
if (process.channel) {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  // The channel alone must not keep a finished tool alive.
  process.channel.unref();
}

// What the tool itself forks has a channel to the tool, and is not ours to guard.
const own = process.execArgv.indexOf(import.meta.url);
if (own > 0) process.execArgv.splice(own - 1, 2);
