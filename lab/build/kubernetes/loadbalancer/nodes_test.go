package loadbalancer

import (
	"context"
	"reflect"
	"testing"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
	cloudprovider "k8s.io/cloud-provider/api"
)

func TestNodeGetsItsExternalAddressOnceAndLosesItsTaint(t *testing.T) {
	other := v1.Taint{Key: "other", Effect: v1.TaintEffectNoSchedule}
	internal := v1.NodeAddress{Type: v1.NodeInternalIP, Address: "10.0.1.1"}
	node := &v1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: "east"},
		Spec:       v1.NodeSpec{Taints: []v1.Taint{{Key: cloudprovider.TaintExternalCloudProvider}, other}},
		Status:     v1.NodeStatus{Addresses: []v1.NodeAddress{internal}},
	}
	client := fake.NewClientset(node)
	ctx := context.Background()
	for range 2 {
		if err := publishNode(ctx, client, node); err != nil {
			t.Fatal(err)
		}
		var err error
		if node, err = client.CoreV1().Nodes().Get(ctx, "east", metav1.GetOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if want := []v1.NodeAddress{internal, {Type: v1.NodeExternalIP, Address: "10.0.1.1"}}; !reflect.DeepEqual(node.Status.Addresses, want) {
		t.Errorf("addresses are %v", node.Status.Addresses)
	}
	if !reflect.DeepEqual(node.Spec.Taints, []v1.Taint{other}) {
		t.Errorf("taints are %v", node.Spec.Taints)
	}
}
