const EVERY_MS = 15_000;

/** Say that the work goes on whenever it has been silent for a while. Call `beat` with what it does now. */
export async function withHeartbeat<T>(
  say: (text: string) => void,
  work: (beat: (now: string) => void) => Promise<T>,
): Promise<T> {
  let last = { now: "waiting for the node", at: Date.now() };
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - last.at) / 1_000);
    if (seconds * 1_000 >= EVERY_MS) say(`… ${seconds} s since: ${last.now}`);
  }, EVERY_MS);
  try {
    return await work((now) => {
      last = { now, at: Date.now() };
    });
  } finally {
    clearInterval(timer);
  }
}
