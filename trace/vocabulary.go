package trace

import "strings"

// Name is the name of an event as it may stand in a trace, within one vocabulary. The same name in two
// vocabularies means two things: EventAgentLogout is told to desktops by T-Library and to reporting
// engines by Interaction Server.
type Name struct {
	Name       string
	Vocabulary string   // t-library, interaction, ors, pom, desktop, server, static
	Sources    []string // in whose logs it stands
	// Attrs are its attributes, besides those that every event may have; nil: any.
	Attrs []string
	// Lacks are keys that it never carries: they mean nothing to it.
	Lacks []Key
}

// CommonAttrs are attributes that any event may have.
func CommonAttrs() []string {
	return []string{"protocol", "message", "stamped", "inferred", "request", "resultof", "peer", "evidence", "truncated", "more"}
}

// Names lists the names of the trace's own vocabulary and the messages that vendors document. Logs may hold
// others: a parser writes what its log prints.
func Names() []Name {
	var out []Name
	for _, g := range nameGroups {
		for word := range strings.FieldsSeq(g.names) {
			name, attrs, listed := strings.Cut(strings.TrimSuffix(word, ")"), "(")
			n := Name{Name: name, Vocabulary: g.vocabulary, Sources: strings.Fields(g.sources), Lacks: g.lacks}
			if listed || g.listed {
				n.Attrs = strings.FieldsFunc(attrs, func(r rune) bool { return r == ',' })
				n.Attrs = append(n.Attrs, CommonAttrs()...)
			}
			out = append(out, n)
		}
	}
	return out
}

// nameGroup holds names of one vocabulary and the same sources, each with its attributes in parentheses.
type nameGroup struct {
	vocabulary, sources string
	lacks               []Key
	listed              bool // a name without parentheses has no attributes of its own
	names               string
}

// ofServers are the keys that mean nothing to a server as a whole.
var ofServers = []Key{KeyAgent, KeyDN, KeyPlace, KeyQueue, KeySession, KeyInteraction, KeyCall}

var nameGroups = []nameGroup{
	{vocabulary: "desktop", sources: "desktop", listed: true, names: `
DesktopStarted DesktopStopped(cause) ConfigConnecting(endpoint,application,reason) ConfigConnected(endpoint,application,reason)
ConfigConnectFailed(endpoint,application,reason) PersonRead(preferred,secondary,origin,preferred_application,secondary_application) ApplicationRead(application,endpoint)
ServiceStatus(service,status) ListenerAdded(listener,target) SwitchoverStarted(from,to,cause) SwitchoverCompleted(from,to,cause)
FactoryKilled(application,endpoint,loading_on_demand,pid) FactoryStarted(application,endpoint,loading_on_demand,pid)
UserWarned(service) AlarmRaised(service) EndpointRelaunched UserAction(action)`},
	{vocabulary: "server", sources: "tserver interaction ors pom statserver desktop", lacks: ofServers, listed: true, names: `
ServerStarted(type,host,port,start_time,cold,version,component) ServerStopped(clean,cause,reason,component) RoleChanged(role,mode,cause,component)
LogOpened(start_time,cold,host,type) LogGap(reason,from,to,step) CheckPoint`},
	{vocabulary: "server", sources: "tserver interaction ors pom statserver desktop", names: `
ClientConnected(socket,address,client_kind,client_id,kind) ClientDisconnected(socket,address,client_kind,client_id,kind,cause,error) ClientClosing
ClientRegistered(kind,proxy,client_kind,client_id,socket) PeerConnected(address,host,port,socket,role,service,channel,state,component)
PeerLost(address,host,port,socket,cause,error,role,service,channel,component) PeerConnectFailed(address,host,port,cause,error) PeerDisconnected(type,host,port)`},
	{vocabulary: "server", sources: "tserver desktop", names: `
RegistrationChanged(state,expires,address,cause) GracefulShutdownStarted(grace)`},
	{vocabulary: "ors", sources: "ors", names: `
SessionStarted SessionEnded(cause,event) SessionAction(action,media,event)
interaction.present interaction.added interaction.notcontrolled interaction.deleted interaction.partystatechanged
interaction.onrouterequest interaction.onmerge interaction.attach interaction.detach interaction.done interaction.udata.changed`},
	{vocabulary: "pom", sources: "pom desktop", names: `
ZoneManagerChanged(old,new) AgentLoggedIn AgentLoggedOut AgentCommand AgentStatusReported AgentStateViewed(state)
CallQueued CallAssigned CallAnswered(by) CallReleased(by) CallEnded CallStateChanged NuisanceMarked(by)
CompletionCodeSet(code,code_id,by) AttemptStarted JobChanged AgentMoved AcrEventSent POMAvailable POMNotAvailable
POMServiceStopping StateMismatch AGTStateChangedNotify HeartBeatEvent JobStatisticsEvent SDKStarted SDKStopped`},
	{vocabulary: "desktop", sources: "desktop", listed: true, lacks: ofServers, names: `
BrowserSessionRemoved(user,idle_ms) BrowserSessionSilent(user,idle_ms) DeviceUnregistering(user,idle_ms) BrowserRequest(user,address,method,path,status)`},
	{vocabulary: "desktop", sources: "desktop", lacks: ofServers, names: `
SwitchingOver(from,to) SwitchedOver(active,standby) ChannelClosing(cause) ChannelReopening(channel,attempt,of)
WarmStandbyStarted(channel) WarmStandbyStopped(active,standby)`},
	{vocabulary: "statserver", sources: "statserver", names: `AgentStateReported(state)`},
	{vocabulary: "strategy", sources: "strategy", names: `Handler Strategy`},
	{vocabulary: "config", sources: "config", names: `Option(application,person,switch,section,key,value,kind,near,masked,column) Application Connection Person AgentLogin DN ConfigurationRead SiteMember Zone ZoneMember LocalEndpoint LocalConfigurationRead`},
	{vocabulary: "interaction", sources: "interaction desktop ors", names: `EventDelivered`},
	{vocabulary: "t-library", sources: "tserver", names: `EventDelivered`},
	{vocabulary: "t-library", sources: "tserver desktop", names: tLibraryNames},
	{vocabulary: "interaction", sources: "interaction desktop ors", names: interactionNames},
}

// tLibraryNames are messages between T-Server and its clients.
const tLibraryNames = `
RequestRegisterClient RequestQueryServer RequestRegisterAddress RequestUnregisterAddress RequestAgentLogin RequestAgentLogout
RequestAgentReady RequestAgentNotReady RequestMakeCall RequestAnswerCall RequestReleaseCall RequestHoldCall RequestRetrieveCall
RequestQueryAddress RequestQueryCall RequestRouteCall RequestAttachUserData RequestUpdateUserData RequestDistributeUserEvent
RequestDistributeEvent RequestPrivateService RequestLostBackupConnection RequestSetDNInfo RequestQueryLocation
RequestTransactionMonitoring RequestInitiateTransfer RequestCompleteTransfer RequestInitiateConference RequestCompleteConference
RequestSingleStepTransfer RequestRedirectCall RequestSetDNDOn RequestSetDNDOff RequestCancelMonitoring RequestMonitorNextCall
EventServerConnected EventServerDisconnected EventServerInfo EventError EventAck EventACK EventRegistered EventUnregistered
EventAgentLogin EventAgentLogout EventQueueLogout EventAgentReady EventAgentNotReady EventAgentAfterCallWork EventAgentIdleReasonSet
EventAddressInfo EventPartyInfo EventLinkConnected EventLinkDisconnected EventHardwareError EventRestoreConnection
EventPrimaryChanged EventLocationInfo EventDNOutOfService EventDNBackInService EventDNDOn EventDNDOff EventPrivateInfo
EventUserEvent EventAttachedDataChanged EventCallInfoChanged EventCallCreated EventCallDeleted EventCallDataChanged
EventCallPartyAdded EventCallPartyChanged EventCallPartyDeleted EventCallPartyState EventCallPartyMoved EventTransactionStatus
EventResourceInfo EventResourceAllocated EventResourceFreed EventRinging EventDialing EventEstablished EventReleased
EventAbandoned EventHeld EventRetrieved EventQueued EventDiverted EventNetworkReached EventDestinationBusy EventBridged
EventRouteRequest EventRouteUsed EventPartyAdded EventPartyChanged EventPartyDeleted EventTreatmentApplied
EventTreatmentEnd EventTreatmentNotApplied EventTreatmentRequired EventDigitsCollected EventOffHook EventOnHook
EventForwardSet EventForwardCancel EventMuteOn EventMuteOff EventMonitoringNextCall EventMonitoringCancelled
EventMessageWaitingOn EventMessageWaitingOff EventListenDisconnected EventListenReconnected EventMailBoxLogin EventMailBoxLogout
EventRemoteConnectionSuccess EventRemoteConnectionFailed EventReqGetAccessNumber EventAnswerAccessNumber
EventHostedServiceStatus EventReserved_2`

// interactionNames are messages between Interaction Server and its clients.
const interactionNames = `
EventAbandoned EventAccepted EventAck EventActivityReport EventAgentAvailable EventAgentConnectionClosed
EventAgentInvited EventAgentLogin EventAgentLogout EventAgentNotAvailable EventAgentState
EventAgentStateReasonChanged EventAgentWorkbinStats EventCurrentAgentStatus EventCustom EventCustomReporting
EventDoNotDisturbOff EventDoNotDisturbOn EventError EventExternalServiceRequested EventExternalServiceResponded
EventForcedAgentStateChange EventForcedDisconnect EventHeld EventHint EventInteractionProperties
EventInteractionSubmited EventInteractionsFound EventInteractionsMoved EventInvite EventLocked EventMediaAdded
EventMediaRemoved EventMediaStateReasonChanged EventMessagePing EventNotReadyForMedia EventPartyAdded
EventPartyRemoved EventPlaceAgentState EventPlacedInQueue EventPlacedInWorkbin EventProcessingStopped
EventPropertiesChanged EventPulledInteractions EventReadyForMedia EventRejected EventResumed EventRevoked
EventSnapshotInteractions EventSnapshotTaken EventTakenFromQueue EventTakenFromWorkbin EventUnlocked
EventUserEvent EventWorkbinContent EventWorkbinContentChanged EventWorkbinStatistic EventWorkbinTypesInfo
EventWorkflowConfiguration RequestAccept RequestAddMedia RequestAgentAvailable RequestAgentLogin
RequestAgentLogout RequestAgentNotAvailable RequestAgentState RequestAgentWorkbinStats RequestCancelInvite
RequestCancelNotReadyForMedia RequestCancelWorkbinNotifications RequestChangeAgentStateReason
RequestChangeMediaStateReason RequestChangeProperties RequestConference RequestDeliver RequestDistributeEvent
RequestDoNotDisturbOff RequestDoNotDisturbOn RequestFindInteractions RequestGetInteractionProperties
RequestGetSnapshotInteractions RequestGetWorkbinContent RequestHold RequestIntrude RequestLeaveInteraction
RequestLockInteraction RequestMoveInteractions RequestNotReadyForMedia RequestPlaceInQueue
RequestPlaceInWorkbin RequestPublish RequestPull RequestRegisterClient RequestReject RequestReleaseSnapshot
RequestRemoveMedia RequestResume RequestStartPlaceAgentStateReporting RequestStartPlaceAgentStateReportingAll
RequestStopPlaceAgentStateReporting RequestStopPlaceAgentStateReportingAll RequestStopProcessing RequestSubmit
RequestSubscribe RequestTakeSnapshot RequestTransfer RequestUnlockInteraction RequestUnregisterClient
RequestUnsubscribe RequestWorkbinNotifications RequestWorkbinStatistic RequestWorkbinTypesInfo
RequestWorkflowConfiguration`
