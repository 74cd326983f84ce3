import type { Lab } from '../../lab/lab';

/** Kills the API server of a cluster; `lab.up()` starts it again. Process numbers of a lab mean something in the lab alone. */
export async function killApiServer(lab: Lab, cluster: string): Promise<void> {
  const address = (await lab.clusters()).get(cluster)?.nodeAddress ?? '';
  await lab.run(['pkill', '-9', '-f', `^kube-apiserver --advertise-address=${address} `]);
}
