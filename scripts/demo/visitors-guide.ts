import type { Scene } from "./play.ts";

/** Where the kept chain and relayer are, what can be done there and how to stop them. */
export function visitorsGuide(scene: Scene, directory: string): string {
  const { chainUrl, chainPid, relayer, deploymentFile, operator } = scene;
  const relayerPid = relayer.child().pid;
  return `Kept running:

  chain       ${chainUrl}  (process ${chainPid})
  relayer     ${relayer.url}  (process ${relayerPid})
  addresses   ${deploymentFile}

Pay an operator yourself:

  alias millrace="npm run --silent millrace --"
  millrace init --rpc ${chainUrl} --deployment ${deploymentFile} --relayer ${relayer.url}
  millrace key new
  millrace local fund
  millrace deposit 10 --permit --yes
  millrace open ${operator} 5 --yes
  millrace pay --add 0.25 --wait 60 --yes

Check the books:

  npm run books -- --rpc ${chainUrl} --deployment ${deploymentFile}

Stop and clean up:

  kill ${relayerPid} ${chainPid}; rm -r ${directory}
`;
}
