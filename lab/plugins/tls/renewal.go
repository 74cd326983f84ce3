package main

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"meshwork.dev/lab/plugins/provider"
)

// Tests set another clock.
var now = time.Now

// planRenewal says of a certificate that is yet to be made whether it will be due at once: its whole life is within the
// hours before its end in which it is to be renewed.
func planRenewal(planned resource.PropertyMap) {
	validity, known := numberOf(planned, "validityPeriodHours")
	early, earlyKnown := numberOf(planned, "earlyRenewalHours")
	if !known || !earlyKnown {
		planned["readyForRenewal"] = resource.MakeComputed(resource.NewProperty(""))
		return
	}
	planned["readyForRenewal"] = resource.NewProperty(early >= validity)
}

// dueForRenewal tells whether a certificate is so near its end that it is to be renewed.
func dueForRenewal(state, planned resource.PropertyMap) bool {
	end, err := time.Parse(time.RFC3339, provider.TextOf(state, "validityEndTime"))
	early, known := numberOf(planned, "earlyRenewalHours")
	if err != nil || !known {
		return false
	}
	return !now().Before(end.Add(-time.Duration(early) * time.Hour))
}

// diffRenewal replaces a certificate that is due, whatever its inputs say.
func diffRenewal(state, planned resource.PropertyMap, changes *provider.Changes) {
	switch {
	case dueForRenewal(state, planned):
		changes.Add("readyForRenewal", true)
	case flagOf(state, "readyForRenewal"):
		// It was due under a longer early renewal time than it has now.
		changes.Add("readyForRenewal", false)
	}
}

// refreshRenewal notes in the state that a certificate has become due.
func refreshRenewal(state resource.PropertyMap) {
	if dueForRenewal(state, state) {
		state["readyForRenewal"] = resource.NewProperty(true)
	}
}
