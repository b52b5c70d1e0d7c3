package pomtest

import (
	"fmt"
	"strings"
	"time"
)

// Start writes the start of the SDK and its connections to the Agent Manager of the zone.
func (w *Writer) Start(zone string) {
	host, _, _ := strings.Cut(w.Peer, ":")
	factory := func(line int, text string) {
		w.Line("main", "FINE", fmt.Sprintf("InitPOMAgentFactory.init:%d", line), "POMAgentFactory::init() - "+text)
	}
	factory(89, "Starting ...")
	factory(110, "libUserAddressMap[0] IPAddress.ATTR="+host+":9970")
	w.connect("main", "-1", host)
	manager := w.Peer
	w.Peer = host + ":9970"
	w.Send("GetPAMForZone", "-1", zone)
	w.Answer(zone, manager)
	w.Peer = manager
	w.connect("main", "-1"+zone, host)
	w.Receive("PAMAvailable", "N", "-1"+zone, "", "SessionID=NULL", zone)
}

// Answer writes the answer that names the manager of a zone.
func (w *Writer) Answer(zone, manager string) {
	w.Receive("GetPAMForZone", "R", "-1", "0", "SessionID=NULL", zone+";"+strings.Replace(manager, ":", ";", 1)+";")
	w.Line("AgentEventListener16", "FINEST", "InitPOMAgentFactory.setZonePAMMap:1122",
		"POMAgentFactory::SetZonePAMMap() - pair is "+zone+" : IPAddress.ATTR="+manager)
}

func (w *Writer) connect(thread, agent, host string) {
	w.Line(thread, "FINEST", "SocketClient.connectToServer:180",
		"SocketClient::connectToServer() exitFlag = true agentName ="+agent+" exitIfCannotConnectFlag = false stopSocketClientThread = false")
	w.Line(thread, "FINEST", "SocketClient.connectToServer:240", "Trying to connect to server IPAddress.ATTR="+host)
	w.Line(thread, "FINEST", "SocketClient.connectToServer:258", "Connect Successful.!!!")
}

// Login logs an agent in.
func (w *Writer) Login(agent, password, zone string) {
	w.Send("AGTLogon", agent, "3651000", password, "true", "en-US", "IST", zone)
	w.Receive("AGTLogon", "R", agent, "0", "SessionID=NULL")
}

// Lose writes that the connection to the zone's manager breaks: the SDK itself tells the agents, and tries
// to connect again.
func (w *Writer) Lose(zone string, agents ...string) {
	w.Line("SocketClient-21", "FINEST", "SocketClient.run:521", "bytesRead in SocketClient: -1")
	w.Line("SocketClient-21", "FINEST", "SocketClient.run:530", "SocketClient::ProcessThread invoking connectToServer")
	w.Line("SocketClient-21", "FINEST", "SocketClient.connectToServer:180",
		"SocketClient::connectToServer() exitFlag = false agentName =-1"+zone+" exitIfCannotConnectFlag = false stopSocketClientThread = false")
	w.Line("SocketClient-21", "ERROR", "SocketClient.connectToServer:283", "Exception")
	w.Raw("-----------------------------------------------------")
	w.Raw("java.net.ConnectException: Connection refused")
	w.Raw("-----------------------------------------------------")
	for _, agent := range append([]string{"-1" + zone}, agents...) {
		w.Line("SocketClient-21", "FINEST", "InitPOMAgentFactory.sendPOMNotAvailableNotificationToPOMProxy:679",
			"POMAgentFactory::sendPOMNotAvailableNotificationToPOMProxy() agent Id "+agent)
		w.Callback(agent, "POMNotAvailable")
	}
}

// Refuse writes that the SDK answers a command itself.
func (w *Writer) Refuse(command, agent string) {
	w.Line("SocketClientSender-23", "FINE", "SocketClientSender.processSenderQueue:167",
		"SocketClientSender::processSenderQueue() - Sending POM_NOT_AVAILABLE for "+command+" for agent "+agent)
	w.Line("AgentEventListener16", "FINEST", "AgentEventListener.processEvent:222", fmt.Sprintf(
		"AgentEventListener::processEvent() socketFeedback header = %s:R:999 packet = %-30sR%-30s999     0   9999  params = nullnull", command, command, agent))
	w.Callback(agent, command+"RESP")
}

// Move writes that the zone has another manager from now on, to which the SDK connects.
func (w *Writer) Move(zone, manager string) {
	mgmt := w.Peer
	w.Answer(zone, manager)
	w.Peer = manager
	host, _, _ := strings.Cut(manager, ":")
	w.Line("SocketClient-21", "FINEST", "SocketClient.connectToServer:331",
		"SocketClient::connectToServer() - Existing PAM - IPAddress.ATTR="+mgmt+" New PAM - "+manager)
	w.connect("SocketClient-21", "-1"+zone, host)
	w.Receive("PAMAvailable", "N", "-1"+zone, "", "SessionID=NULL", zone)
}

// Incident writes a run in which the zone's manager fails while one agent of two talks.
func (w *Writer) Incident(password string) {
	w.Start("East")
	w.Login("7001", password, "East")
	w.Login("7002", password, "East")
	w.Send("AGTStateChange", "7001", "Ready", "1", "Available", "false")
	w.Receive("AGTStateChangedNotify", "N", "7001", "", "SessionID=NULL", "Ready")
	w.Receive("AGTStateChange", "R", "7001", "0", "SessionID=NULL", "Ready")
	w.Receive("AGTNailupChange", "N", "7001", "", "SessionID=NULL", "NailedUp")
	w.Receive("AGTJobAttached", "N", "7001", "", "SessionID=NULL", "Renewals")
	w.Receive("AGTCallNotify", "N", "7001", "", "SessionID=811", "Ada Example;+15550100;")
	w.Receive("AGTCallStateChangedNotify", "N", "7001", "", "SessionID=811", "Talking")
	w.At = w.At.Add(20 * time.Second)
	w.Lose("East", "7001", "7002")
	w.Send("AGTHoldCall", "7001", "811")
	w.Refuse("AGTHoldCall", "7001")
	w.At = w.At.Add(30 * time.Second)
	w.Answer("East", "Null_PAM_IP:0")
	w.At = w.At.Add(15 * time.Second)
	w.Move("East", "10.20.30.42:9971")
	w.Receive("PAMAvailable", "N", "7001", "", "SessionID=NULL", "East")
	w.Line("AgentEventListener16", "FINE", "InitPOMAgentFactory.sendPOMAvailableNotificationToPOMProxy:598",
		"POMAgentFactory::sendPOMAvailableNotificationToPOMProxy() for 7001")
	w.Callback("7001", "POMAvailable")
	w.Receive("PAMAvailable", "N", "7002", "", "SessionID=NULL", "East")
	w.Callback("7002", "POMAvailable")
	w.Receive("GetAgentStatus", "N", "7001", "", "SessionID=NULL")
	w.Send("GetAgentStatusResponse", "7001", "Ready;Talking;NailedUp;")
	w.Receive("GetAgentStatusResponse", "R", "7001", "0", "SessionID=NULL")
	w.Receive("AGTAutoReleaseLine", "N", "7001", "", "SessionID=811", "Ada Example;+15550100;", "811")
	w.Receive("AGTCallStateChangedNotify", "N", "7001", "", "SessionID=811", "Wrapup")
	w.Send("AGTWrapupContact", "7001", "12;Sale;", "811")
	w.Receive("AGTWrapupContact", "R", "7001", "0", "SessionID=811")
	w.Receive("AGTAgentLoggedOut", "N", "7002", "", "SessionID=NULL")
	w.Send("AGTLogoff", "7001")
	w.Receive("AGTLogoff", "R", "7001", "0", "SessionID=NULL")
	w.Line("main", "FINE", "InitPOMAgentFactory.deinit:332", "POMAgentFactory::deinit() Starting")
}
