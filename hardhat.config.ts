import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import hardhatToolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";
import type { HardhatPlugin } from "hardhat/types/plugins";

const require = createRequire(import.meta.url);

/**
 * One compiler profile: what the tests run, what the benchmark measures and what the
 * deployment puts on chain is the same bytecode. The compiler is an npm package, so nothing is downloaded.
 */
const compiler = {
  version: "0.8.34",
  path: require.resolve("solc/soljson.js"),
  settings: {
    optimizer: { enabled: true, runs: 10_000 },
    viaIR: true,
    evmVersion: "cancun",
    // The books read storage by slots written down by hand; a test holds these against the compiler's.
    outputSelection: { "*": { "*": ["storageLayout"] } },
  },
};

/** The same, optimised for size as far as a large contract needs it to fit the 24,576 bytes of EIP-170. */
const compact = (runs: number) => ({
  ...compiler,
  settings: { ...compiler.settings, optimizer: { enabled: true, runs } },
});
const profile = {
  compilers: [compiler],
  overrides: { "contracts/staking/Staking.sol": compact(800), "contracts/leases/Leases.sol": compact(800) },
};

/** What we have Hardhat's build do differently. */
const build: HardhatPlugin = {
  id: "millrace-build",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        // Hardhat leaves one core idle, which of two is half of them.
        build: (context, rootFilePaths, options, next) =>
          next(context, rootFilePaths, { ...options, concurrency: availableParallelism() }),
        // Warnings about the files of packages are not ours to act on.
        getCompilationJobErrors: async (context, job, output, next) => {
          const errors = await next(context, job, output);
          return errors.filter(
            ({ severity, formattedMessage = "" }) =>
              severity === "error" || !/--> .*node_modules/.test(formattedMessage),
          );
        },
        // TypeChain writes its indexes in the order of the artifacts, which Hardhat takes from the file system. Sorted
        // in place before TypeChain sees them, they make the committed files the same on every machine.
        processArtifactsAfterSuccessfulBuild: async (_context, artifactPaths) => {
          (artifactPaths as string[]).sort();
        },
      }),
    }),
  },
};

export default defineConfig({
  plugins: [build, hardhatToolbox],
  paths: { ignition: "deploy", tests: { mocha: "test", solidity: "test" } },
  solidity: { profiles: { default: profile, production: profile } },
  // TypeChain writes namespaces, which our own sources may not have (erasableSyntaxOnly).
  typechain: { outDir: "typechain-types", tsNocheck: true },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "prague", accounts: { count: 30 } },
    node: { type: "edr-simulated", chainType: "l1", hardfork: "prague", chainId: 31337, accounts: { count: 30 } },
    local: { type: "http", chainType: "l1", url: "http://127.0.0.1:8545" },
    /** Any other chain: `hardhat keystore set MILLRACE_RPC_URL`, and the same for the deployer's key. */
    live: {
      type: "http",
      chainType: "l1",
      url: configVariable("MILLRACE_RPC_URL"),
      accounts: [configVariable("MILLRACE_DEPLOYER_KEY")],
    },
  },
  /** Asked for only when a contract is verified; Blockscout and Sourcify need no key. */
  verify: { etherscan: { apiKey: configVariable("MILLRACE_ETHERSCAN_KEY") } },
  test: {
    // Only to end what hangs: a busy machine takes many times as long as a free one.
    mocha: { timeout: 900_000 },
    solidity: { fuzz: { runs: 256 }, invariant: { runs: 32, depth: 64, failOnRevert: false } },
  },
});
