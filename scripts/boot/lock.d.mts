/** The part of the launcher's lock that TypeScript uses; see `lock.mjs`. */
export function withLock<T>(
  folder: string,
  log: (text: string) => void,
  work: () => Promise<T>,
  kind?: { readonly name: string; readonly doing: string },
): Promise<T>;
