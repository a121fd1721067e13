/** The name of the error with which a contract refuses a call; undefined if it does not. Whatever else fails is thrown. */
export async function refusalOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    const named = /reverted with custom error '(\w+)\(/.exec(String(error));
    if (named?.[1] === undefined) throw error;
    return named[1];
  }
}
