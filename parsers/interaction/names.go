package interaction

import "github.com/fo-check/fo-check/trace"

// protocolESP is the value of the attribute protocol for messages of the External Service Protocol.
const protocolESP = "external-service"

// firstNumber is the number of the first message in messageNames.
const firstNumber = 100

// messageNames lists the messages of Interaction Server by number, from firstNumber on, by the constants
// of the Platform SDK. "" is none that is known.
var messageNames = [...]string{
	"RequestRegisterClient", "RequestSubmit", "RequestStopProcessing", "RequestChangeProperties",
	"EventPropertiesChanged", "RequestPlaceInQueue", "RequestPlaceInWorkbin", "RequestDeliver", "RequestPull",
	"EventPulledInteractions", "RequestTransfer", "RequestConference", "RequestLeaveInteraction",
	"RequestGetWorkbinContent", "RequestWorkbinNotifications", "RequestCancelWorkbinNotifications",
	"EventWorkbinContent", "EventWorkbinContentChanged", "RequestTakeSnapshot", "EventSnapshotTaken",
	"RequestGetSnapshotInteractions", "EventSnapshotInteractions", "RequestLockInteraction",
	"RequestUnlockInteraction", "RequestReleaseSnapshot", "EventAck", "EventError", "EventInvite",
	"RequestAccept", "RequestReject", "RequestIntrude", "EventActivityReport", "EventPartyAdded",
	"EventPartyRemoved", "EventRevoked", "RequestAgentLogin", "RequestAgentLogout", "EventAgentLogin",
	"EventAgentLogout", "RequestDoNotDisturbOn", "RequestDoNotDisturbOff", "EventDoNotDisturbOn",
	"EventDoNotDisturbOff", "RequestAddMedia", "RequestRemoveMedia", "EventMediaAdded", "EventMediaRemoved",
	"RequestNotReadyForMedia", "RequestCancelNotReadyForMedia", "EventNotReadyForMedia", "EventReadyForMedia",
	"RequestChangeAgentStateReason", "EventAgentStateReasonChanged", "RequestChangeMediaStateReason",
	"EventMediaStateReasonChanged", "EventCurrentAgentStatus", "RequestAgentAvailable",
	"RequestAgentNotAvailable", "EventAgentAvailable", "EventAgentNotAvailable", "EventInteractionSubmited",
	"EventProcessingStopped", "EventPlacedInQueue", "EventPlacedInWorkbin", "EventLocked", "EventUnlocked",
	"EventAgentInvited", "EventAccepted", "EventRejected", "RequestStartPlaceAgentStateReporting",
	"RequestStartPlaceAgentStateReportingAll", "RequestStopPlaceAgentStateReporting",
	"RequestStopPlaceAgentStateReportingAll", "EventPlaceAgentState", "RequestUnregisterClient",
	"EventMessagePing", "EventCustom", "EventTakenFromQueue", "RequestWorkbinTypesInfo",
	"EventWorkbinTypesInfo", "RequestWorkbinStatistic", "EventWorkbinStatistic", "EventTakenFromWorkbin",
	"RequestSubscribe", "RequestUnsubscribe", "RequestPublish", "EventUserEvent", "EventForcedDisconnect",
	"RequestGetInteractionProperties", "EventInteractionProperties", "EventForcedAgentStateChange",
	"RequestWorkflowConfiguration", "EventWorkflowConfiguration", "EventExternalServiceRequested",
	"EventExternalServiceResponded", "EventAgentConnectionClosed", "RequestMoveInteractions",
	"EventInteractionsMoved", "RequestHold", "RequestResume", "EventHeld", "EventResumed",
	"RequestFindInteractions", "EventInteractionsFound", "RequestDistributeEvent", "EventCustomReporting", "",
	"", "", "RequestAgentState", "EventAgentState", "EventHint", "RequestCancelInvite",
	"RequestAgentWorkbinStats", "EventAgentWorkbinStats", "EventAbandoned",
}

// nameOf returns the name of a message number; "" if it is not known.
func nameOf(number int) string {
	if i := number - firstNumber; i >= 0 && i < len(messageNames) {
		return messageNames[i]
	}
	return ""
}

// protocolOf tells to which protocol a message belongs by its definition. Which client it went to is
// another matter.
func protocolOf(name string) string {
	switch name {
	case "EventPropertiesChanged", "EventActivityReport", "EventPartyAdded", "EventPartyRemoved",
		"EventRevoked", "EventAgentLogin", "EventAgentLogout", "EventDoNotDisturbOn",
		"EventDoNotDisturbOff", "EventMediaAdded", "EventMediaRemoved", "EventNotReadyForMedia",
		"EventReadyForMedia", "EventAgentStateReasonChanged", "EventMediaStateReasonChanged",
		"EventCurrentAgentStatus", "EventInteractionSubmited", "EventProcessingStopped",
		"EventPlacedInQueue", "EventPlacedInWorkbin", "EventLocked", "EventUnlocked", "EventAgentInvited",
		"EventAccepted", "EventRejected", "EventPlaceAgentState", "EventTakenFromQueue",
		"EventTakenFromWorkbin", "EventExternalServiceRequested", "EventExternalServiceResponded",
		"EventHeld", "EventResumed", "EventCustomReporting", "EventHint", "EventAbandoned",
		"EventInteractionSubmitted":
		return trace.ProtocolReporting
	case "EspRequest3rdServer", "EspEvent3rdServerResponse", "EspEvent3rdServerFault":
		return protocolESP
	}
	return trace.ProtocolInteraction
}
