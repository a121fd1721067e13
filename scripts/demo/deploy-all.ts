import path from "node:path";
import { projectRoot, startChild } from "./child.ts";

/** Deploy by the real deployment, in a process of its own. Resolves with the addresses file. @throws Error if it fails */
export async function deployAll(rpcUrl: string, directory: string): Promise<string> {
  const file = path.join(directory, "addresses.json");
  const child = startChild({
    name: "the deployment",
    args: ["--import", "tsx", path.join(projectRoot, "scripts/deploy.ts"), "--network", "local", "--rpc", rpcUrl, "--out", file],
    env: {},
    logFile: path.join(directory, "deploy.log"),
    mayOutlive: false,
  });
  const how = await child.end;
  if (how === "exit code 0") return file;
  throw new Error(`The deployment ended with ${how}.\n${child.tail()}`);
}
