package loadbalancer

import (
	"context"
	"slices"

	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/kubernetes"
	cloudprovider "k8s.io/cloud-provider/api"
)

// publishNode says that a node is reached from outside by its own address, and lets pods onto it: kubelet, told that there is a
// cloud, leaves both to the cloud's controller.
func publishNode(ctx context.Context, client kubernetes.Interface, node *v1.Node) error {
	if internal, external := addressesOf(node); external == "" && internal != "" {
		changed := node.DeepCopy()
		changed.Status.Addresses = append(changed.Status.Addresses, v1.NodeAddress{Type: v1.NodeExternalIP, Address: internal})
		updated, err := client.CoreV1().Nodes().UpdateStatus(ctx, changed, updateOptions)
		if err != nil {
			return ignoreGone(err)
		}
		node = updated
	}
	uninitialized := func(taint v1.Taint) bool { return taint.Key == cloudprovider.TaintExternalCloudProvider }
	if !slices.ContainsFunc(node.Spec.Taints, uninitialized) {
		return nil
	}
	changed := node.DeepCopy()
	changed.Spec.Taints = slices.DeleteFunc(changed.Spec.Taints, uninitialized)
	_, err := client.CoreV1().Nodes().Update(ctx, changed, updateOptions)
	return ignoreGone(err)
}

func addressesOf(node *v1.Node) (internal, external string) {
	for _, address := range node.Status.Addresses {
		switch address.Type {
		case v1.NodeInternalIP:
			internal = address.Address
		case v1.NodeExternalIP:
			external = address.Address
		}
	}
	return internal, external
}

func ignoreGone(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}
