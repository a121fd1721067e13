/**
 * Mocha lets a test pass whose promise fails while nobody waits for it: an assertion without `await`. Here it fails the
 * test that runs. Mocha takes all listeners away after each file, so it is added before each.
 */
export const mochaHooks = {
  beforeAll(): void {
    process.on("unhandledRejection", raise);
  },
  afterAll(): void {
    process.off("unhandledRejection", raise);
  },
};

function raise(reason: unknown): never {
  throw reason;
}
