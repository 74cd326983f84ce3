package main

import (
	"maps"

	"meshwork.dev/lab/plugins/provider"
)

const (
	localType  = "command:local:Command"
	remoteType = "command:remote:Command"
)

// localInputs are the inputs of a command on this machine.
func localInputs() map[string]provider.Property {
	inputs := commandInputs()
	inputs["dir"] = provider.Property{Kind: provider.String}
	inputs["interpreter"] = provider.Property{Kind: provider.List}
	return inputs
}

// remoteInputs are the inputs of a command on a machine that is reached by SSH.
func remoteInputs() map[string]provider.Property {
	inputs := commandInputs()
	connection := connectionInputs()
	connection["proxy"] = provider.Property{Kind: provider.Object, Fields: connectionInputs()}
	inputs["connection"] = provider.Property{Kind: provider.Object, Required: true, Secret: true, Fields: connection}
	return inputs
}

func commandInputs() map[string]provider.Property {
	text := provider.Property{Kind: provider.String}
	return map[string]provider.Property{
		"create": text, "update": text, "delete": text, "stdin": text,
		"triggers":               {Kind: provider.AnyList},
		"environment":            {Kind: provider.Map},
		"logging":                {Kind: provider.String, Values: []string{logNothing, logStdout, logStderr, logBoth}},
		"addPreviousOutputInEnv": {Kind: provider.Bool},
	}
}

// connectionInputs say how one machine is reached. Their defaults and secrets are the official plugin's.
func connectionInputs() map[string]provider.Property {
	text, secret := provider.Property{Kind: provider.String}, provider.Property{Kind: provider.String, Secret: true}
	inputs := map[string]provider.Property{
		"host": {Kind: provider.String, Required: true},
		"port": {Kind: provider.Number, Minimum: 1, Default: 22},
		"user": {Kind: provider.String, Default: "root"},
		// How often dialing may fail before a call does; -1 is without limit.
		"dialErrorLimit": {Kind: provider.Number, Minimum: -1, Default: 10},
		// Seconds that one attempt to connect may take; 0 is without limit.
		"perDialTimeout": {Kind: provider.Number, Default: 15},
		"hostKey":        text,
	}
	maps.Copy(inputs, map[string]provider.Property{
		"password": secret, "privateKey": secret, "privateKeyPassword": secret,
	})
	return inputs
}
