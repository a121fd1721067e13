import type { Scene } from "./play.ts";

/** Where the kept chain and relayer are, what can be done there and how to stop them. */
export function visitorsGuide(scene: Scene, directory: string): string {
  const { chainUrl, chainPid, relayer, deploymentFile } = scene;
  const relayerPid = relayer.child().pid;
  return `Kept running:

  chain       ${chainUrl}  (process ${chainPid})
  relayer     ${relayer.url}  (process ${relayerPid})
  addresses   ${deploymentFile}

  look        npm run books -- --rpc ${chainUrl} --deployment ${deploymentFile}
  stop        kill ${relayerPid} ${chainPid}
  clean up    rm -r ${directory}
`;
}
