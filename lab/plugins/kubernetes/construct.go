package main

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumiprovider "github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

const chartType = "kubernetes:helm.sh/v4:Chart"

// chart is the component that a helm.v4.Chart becomes; its resources are the chart's objects.
type chart struct {
	pulumi.ResourceState

	Resources pulumi.ArrayOutput `pulumi:"resources"`
}

// Construct makes a component in this process. The only one is the Helm chart.
func (p *provider) Construct(ctx context.Context, req *pulumirpc.ConstructRequest) (*pulumirpc.ConstructResponse, error) {
	if req.GetType() != chartType {
		return nil, fmt.Errorf("meshwork's stand-in kubernetes plugin does not implement %s; the only component that it makes is %s",
			req.GetType(), chartType)
	}
	ctx, done := p.bound(ctx)
	defer done()
	arguments, refused := readChartArguments(req)
	return pulumiprovider.Construct(ctx, req, p.engine.conn,
		func(program *pulumi.Context, kind, name string, _ pulumiprovider.ConstructInputs, options pulumi.ResourceOption,
		) (*pulumiprovider.ConstructResult, error) {
			if refused != nil {
				return nil, refused
			}
			component := &chart{}
			if err := program.RegisterComponentResource(kind, name, component, options); err != nil {
				return nil, err
			}
			if arguments == nil {
				// One unknown value may change any object, so there is nothing that a preview could truthfully list.
				_ = program.Log.Warn("Input properties have unknown values. Preview is incomplete.", &pulumi.LogArgs{Resource: component})
				return pulumiprovider.NewConstructResult(component)
			}
			if err := p.constructChart(program, component, arguments); err != nil {
				return nil, err
			}
			return pulumiprovider.NewConstructResult(component)
		})
}

// constructChart renders a chart and registers its objects as children of the component.
func (p *provider) constructChart(program *pulumi.Context, component *chart, arguments *chartArguments) error {
	if err := p.cluster.reachable(); err != nil {
		return fmt.Errorf("chart %q is rendered for its cluster, which is unreachable: %w", arguments.chart, err)
	}
	manifest, err := p.renderChart(program.Context(), arguments)
	if err != nil {
		return fmt.Errorf("chart %q: %w", arguments.chart, err)
	}
	objects, err := parseManifest(manifest)
	if err != nil {
		return fmt.Errorf("chart %q renders something that is not a Kubernetes object: %w", arguments.chart, err)
	}
	if err := p.placeObjects(objects, arguments.namespace); err != nil {
		return fmt.Errorf("chart %q: %w", arguments.chart, err)
	}
	component.Resources, err = registerObjects(program, component, objects, arguments)
	return err
}
