/** Do the work, keeping what it writes to standard output and standard error instead of showing it. */
export async function silently<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly stdout: string; readonly stderr: string }> {
  const [out, err] = [process.stdout, process.stderr].map(collect) as [Collected, Collected];
  try {
    const result = await work();
    return { result, stdout: out.text, stderr: err.text };
  } finally {
    for (const { restore } of [out, err]) restore();
  }
}

type Collected = { text: string; readonly restore: () => void };

function collect(stream: NodeJS.WriteStream): Collected {
  const { write } = stream;
  const collected: Collected = { text: "", restore: () => Object.assign(stream, { write }) };
  const keep = (chunk: string | Uint8Array): boolean => {
    collected.text += chunk.toString();
    return true;
  };
  Object.assign(stream, { write: keep });
  return collected;
}
