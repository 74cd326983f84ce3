/** Shown by `npm run lab -- help`. */
export const HELP = `A lab of real Kubernetes clusters on this machine, in namespaces of their own, and of virtual machines beside them.

  npm run lab                         the whole way: build, start, pulumi up, verify
  npm run lab -- example NAME         the same with the clusters and the config of one of the systems in examples/
  npm run lab -- up [--clusters NAME=NETWORK,...] [--nodes CLUSTER=NUMBER,...] [--ingress CLUSTER,...]
                    [--machines NUMBER|NAME,...]
                                      start the lab, or its dead programs (default: east=net-east,west=net-west);
                                      clusters may join and leave a running lab, the others run on as they are;
                                      --nodes gives clusters that are not there yet more nodes than one;
                                      --ingress gives clusters an ingress controller, in a running lab too;
                                      --machines starts virtual machines (vm-1, vm-2, … unless they are named),
                                      which may join and leave as clusters do (default: none)
  npm run lab -- down                 end it and leave nothing behind; the builds stay in the cache
  npm run lab -- status [--json]      what runs, and with which engine and plugins
  npm run lab -- logs [CLUSTER|NODE|MACHINE] [PROCESS] [--follow]
                                      logs of the clusters' processes, and journals of the machines
  npm run lab -- fault [NAME CLUSTER [--undo]]
                                      break something in a cluster on purpose, or mend it; without a name: what there is to break
  npm run lab -- exec -- COMMAND...   run a command inside, with pulumi and kubectl set up for it
  npm run lab -- pin [RELEASE]        pin the packages of a Debian release anew (for maintainers; default: bookworm)

Clusters of one network reach each other's pods; across networks only nodes and load balancers are reached.
The first node of a cluster has its name and its control plane; others are called east-2, east-3, east-4 and have a kubelet, a
containerd and a kube-proxy of their own. The addresses of load balancers lead to the first node, also where a Service has
externalTrafficPolicy Local: its pods have to run there.

Each lab starts with empty clusters and without stacks. MESHWORK_LAB_DIR names another state directory than .lab, so that
two labs can run side by side. With MESHWORK_LAB_PATIENCE=5 the lab waits five times longer than usual for everything that it
starts: for a machine that is that much slower.

A cluster that leaves is ended at once, with everything in it: take it out of your stacks first, while it can still be reached.

An ingress controller serves Ingresses of the class "contour", at a load balancer address of its own. It is built when it is
first asked for.

A machine is a Debian with systemd, alone in its network. Pods and machines reach its address. It reaches nodes, load balancers
and machines, but no pods. machines.json in the lab's directory holds the address, the user (with sudo), the private key file and
the host key of each machine, and the address and SHA-256 of Istio's package for machines.

Examples:
  npm run lab -- exec -- kubectl --context east get pods -A
  npm run lab -- exec -- pulumi preview --stack dev
  npm run lab -- exec -- bash
  npm run lab -- up --clusters one=net,two=net,three=elsewhere
  npm run lab -- up --nodes east=2
  npm run lab -- logs west kubelet --follow
  npm run lab -- up --machines 2
  npm run lab -- exec -- ssh -i .lab/ssh/key -o UserKnownHostsFile=.lab/ssh/known_hosts admin@10.0.51.2
`;
