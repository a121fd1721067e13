import { environmentName, settingsSchema } from "./settings.ts";

const head = `The settlement relayer as a process of its own.

  MILLRACE_RPC_URL=URL MILLRACE_DEPLOYMENT=FILE MILLRACE_KEY_FILE=FILE npm run relayer

Once it answers, one line of JSON goes to standard output; the log goes to standard error. SIGTERM ends it.
Settings, in the environment or, without MILLRACE_ and in camel case, in the JSON file that MILLRACE_CONFIG names:
`;

/** What `npm run relayer -- --help` says: every setting with its default. */
export function relayerHelp(): string {
  const needed = { rpcUrl: "http://127.0.0.1:8545", deployment: "addresses.json" };
  const defaults: Readonly<Record<string, unknown>> = settingsSchema.parse(needed);
  const lines = Object.keys(settingsSchema.shape).map((name) => {
    const said = name in needed ? "needed" : defaults[name] === undefined ? "" : String(defaults[name]);
    return `  ${environmentName(name).padEnd(36)}${said}`.trimEnd();
  });
  return [head, ...lines, "", "What each means: docs/relayer.md and relayer/config/settings.ts."].join("\n");
}
