package provider

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Resource is a resource type: what it takes, what it makes of it.
type Resource struct {
	// Inputs by name.
	Inputs map[string]Property
	// Outputs are the names of what Create adds to the inputs: unknown until then. The ID is not among them.
	Outputs []string
	// SecretOutputs are those of Outputs that are secret.
	SecretOutputs []string
	// Check finds what a property alone cannot tell. Optional.
	Check func(inputs resource.PropertyMap) []Failure
	// Plan adds outputs that follow from the inputs before anything is made. Optional.
	Plan func(planned resource.PropertyMap)
	// Diff adds changes that come from elsewhere than inputs. Optional.
	Diff func(state, planned resource.PropertyMap, changes *Changes)
	// Refresh updates a state by what can be found out about it now. Optional.
	Refresh func(state resource.PropertyMap)
	// Create makes the resource and returns its ID and its Outputs.
	Create func(planned resource.PropertyMap) (string, resource.PropertyMap, error)
}

// Changes are the names of properties that differ, and which of them ask for a replacement.
type Changes struct {
	names    []string
	replaces []string
}

// Add notes a change.
func (c *Changes) Add(name string, replaces bool) {
	c.names = append(c.names, name)
	if replaces {
		c.replaces = append(c.replaces, name)
	}
}

// ignore forgets the changes of a property.
func (c *Changes) ignore(name string) {
	isIt := func(changed string) bool { return changed == name }
	c.names = slices.DeleteFunc(c.names, isIt)
	c.replaces = slices.DeleteFunc(c.replaces, isIt)
}

// Names are the properties that differ, sorted.
func (c *Changes) Names() []string { return slices.Sorted(slices.Values(c.names)) }

// Replaces are those that ask for a replacement, sorted.
func (c *Changes) Replaces() []string { return slices.Sorted(slices.Values(c.replaces)) }

// plan is what the outputs will be as far as the inputs tell: the inputs and the defaults of those left out.
func (r Resource) plan(inputs resource.PropertyMap) resource.PropertyMap {
	planned := inputs.Copy()
	for name, property := range r.Inputs {
		key := resource.PropertyKey(name)
		if _, given := planned[key]; !given && property.Default != nil {
			planned[key] = resource.NewPropertyValue(property.Default)
		}
	}
	if r.Plan != nil {
		r.Plan(planned)
	}
	return planned
}

// preview is the plan with everything unknown that only Create will tell.
func (r Resource) preview(inputs resource.PropertyMap) resource.PropertyMap {
	planned := r.plan(inputs)
	unknown := resource.MakeComputed(resource.NewProperty(""))
	for _, name := range append([]string{"id"}, r.Outputs...) {
		planned[resource.PropertyKey(name)] = unknown
	}
	for name, property := range r.Inputs {
		key := resource.PropertyKey(name)
		if _, given := planned[key]; !given && property.Computed {
			planned[key] = unknown
		}
	}
	return planned
}

// changes compares a state with the inputs that it should now follow from.
func (r Resource) changes(state, inputs resource.PropertyMap) *Changes {
	planned := r.plan(inputs)
	changes := &Changes{}
	for name, property := range r.Inputs {
		key := resource.PropertyKey(name)
		next, given := planned[key]
		if !given && property.Computed {
			continue
		}
		previous, had := state[key]
		if given != had || !next.DeepEquals(previous) {
			changes.Add(name, !property.UpdatesInPlace)
		}
	}
	if r.Diff != nil {
		r.Diff(state, planned, changes)
	}
	return changes
}

// update lays the inputs that may change in place over a state.
func (r Resource) update(state, inputs resource.PropertyMap) resource.PropertyMap {
	planned := r.plan(inputs)
	updated := state.Copy()
	for name, property := range r.Inputs {
		key := resource.PropertyKey(name)
		if value, given := planned[key]; given && property.UpdatesInPlace {
			updated[key] = value
		}
	}
	if r.Plan != nil {
		r.Plan(updated)
	}
	return updated
}

// markSecretInputs marks inputs as the secrets that they are, unknown ones too.
func (r Resource) markSecretInputs(inputs resource.PropertyMap) resource.PropertyMap {
	marked := inputs.Copy()
	for key, value := range marked {
		if r.Inputs[string(key)].Secret {
			marked[key] = resource.MakeSecret(value)
		}
	}
	return marked
}

// markSecretOutputs marks the secrets of a state. An unknown is left as it is, as the official plugins do: the SDKs know
// which outputs of a type are secret, and the engine marks those that come from secret inputs.
func (r Resource) markSecretOutputs(state resource.PropertyMap) resource.PropertyMap {
	marked := state.Copy()
	for key, value := range marked {
		secret := r.Inputs[string(key)].Secret || slices.Contains(r.SecretOutputs, string(key))
		if secret && !value.IsComputed() {
			marked[key] = resource.MakeSecret(value)
		}
	}
	return marked
}
