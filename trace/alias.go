package trace

import (
	"strings"
)

// Alias says which trace name stands for a vendor's message.
type Alias struct {
	Message string // the vendor's name
	Name    string // the trace's name
	// Command is the value of the attribute command that Name gets; "" if none.
	Command string
	// Agent says that it is one only for a message that names an agent.
	Agent bool
}

// agentCommands are the commands of the POM agent API whose result counts as an agent's command. The
// API's connection calls (AgentSDKConnected, GetPAMForZone, POMClientAlive) are none.
var agentCommands = strings.Fields(`AGTLogon AGTLogoff AGTPendingLogout AGTAgentDisconnected
AGTSaveAgentForHA AGTSkillsChanged AGTGetZoneList AGTStateChange AGTAvailableForNailup AGTReadyForNailup
AGTNailupAgent AGTLostNailing AGTBlendToInbound AGTBlendToOutbound AGTHoldCall AGTUnholdCall
AGTReleaseLine AGTGetCompCodes AGTWrapupContact AGTExtendWrapup AGTRedial AGTSendDTMF AGTConsultCall
AGTCancelConsult AGTCompleteTransfer AGTStartConf AGTEndConf AGTConfChangeOwnership AGTPreviewDial
AGTPreviewCancel AGTManualCallConnect AGTStartRecording AGTStopRecording AGTGetCustomerDetails
AGTSetCustomerDetail AGTGetContactAttributes AGTAddToDNC AGTIsInDNC AGTAddAgentNote
AGTRefreshAgentNotes AGTGetTimezones AGTGetCallbackTypes AGTGetCallbackDestsForType AGTCreateCallback
AGTGetConsultTypes AGTGetConsultDestsForType AGTGetErrorString AGTGetErrorInfo AGTGetWorkRequestId`)

// Aliases lists the vendor's names that traces hold under a name of their own.
func Aliases() []Alias {
	out := []Alias{
		{Message: "AGTAgentLoggedOut", Name: "AgentLoggedOut"},
		{Message: "AGTCallStateChangedNotify", Name: "CallStateChanged"},
		{Message: "GetAgentStatusResponse", Name: "AgentStatusReported"},
		{Message: "PAMAvailable", Name: "POMAvailable", Agent: true},
		{Message: "POMavailable", Name: "POMAvailable"},
		{Message: "POMnotavailable", Name: "POMNotAvailable"},
	}
	for _, c := range agentCommands {
		out = append(out, Alias{Message: c, Name: "AgentCommand", Command: c})
	}
	return out
}

// aliasByMessage holds Aliases by message.
var aliasByMessage = func() map[string]Alias {
	m := map[string]Alias{}
	for _, a := range Aliases() {
		m[a.Message] = a
	}
	return m
}()

// findAlias returns the alias for a message's name as it was printed.
func findAlias(name string) (Alias, bool) {
	if len(name) < 4 {
		return Alias{}, false
	}
	switch name[0] | 0x20 {
	case 'a', 'g', 'p':
	default:
		return Alias{}, false
	}
	if a, ok := aliasByMessage[name]; ok {
		return a, true
	}
	if name[0]|0x20 != 'p' || name == "POMAvailable" || name == "POMNotAvailable" {
		return Alias{}, false
	}
	switch foldName(name) { // other spellings of the two notifications
	case "pomavailable":
		return Alias{Message: name, Name: "POMAvailable"}, true
	case "pomnotavailable":
		return Alias{Message: name, Name: "POMNotAvailable"}, true
	}
	return Alias{}, false
}

func foldName(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "", "()", "").Replace(name))
}

// NormalizeName gives the event the trace's name where it carries a vendor's name that is an alias. The
// vendor's name is kept in the attribute message. It is part of Normalize, and for readers that must
// know the name before they read the attributes.
func (e *Event) NormalizeName() {
	a, ok := findAlias(e.Name)
	if !ok || a.Agent && e.Agent == "" {
		return
	}
	e.setAlias(a, e.Name)
}

func (e *Event) setAlias(a Alias, message string) {
	e.Name = a.Name
	if _, ok := e.Attrs.Get("message"); !ok {
		e.Attrs = append(e.Attrs, Attr{"message", message})
	}
	if a.Command == "" {
		return
	}
	if _, ok := e.Attrs.Get("command"); !ok {
		e.Attrs = append(e.Attrs, Attr{"command", a.Command})
	}
}
