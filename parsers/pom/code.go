package pom

import "strings"

// resultNames are result codes of the agent API that mean the same for every command.
var resultNames = map[string]string{
	"1001": "AGTGetErrorString_Return_Code_Not_Found", "9001": "INIT_FAILED_SERVER_NOT_REACHABLE",
	"9002": "AGENT_NOT_REGISTERED", "9003": "AgentAPINotification_NOT_RESP", "9004": "Agent_REQ_RECVD_IN_WRONG_STATE",
	"9006": "AGENT_NOT_NAILED", "9007": "Telephony_Is_Down", "9008": "COMMAND_DATA_INCORRECT",
	"9010": "Incorrect_Parameter_Count", "9011": "Incorrect_Command_Name", "9050": "AGENT_GENERIC_ERROR",
	"9996": "SDK_Failure", "9997": "INVALID_ARGUMENT", "9998": "PAM_NOT_AVAILABLE_FOR_ZONE", "9999": "POM_NOT_AVAILABLE",
}

// commandResults are result codes that belong to a command: other commands use some of them for
// something else.
var commandResults = map[string]string{
	"AGTLogon 2": "NOT_REGISTERED", "AGTLogon 3": "TELEPHONY_ERROR", "AGTLogon 4": "INVALID_" + "PASSWORD",
	"AGTLogon 5": "ALREADY_NAILED", "AGTLogon 7": "Already_LoggedIN", "AGTLogon 8": "FORCED_LOGIN",
	"AGTLogon 9": "Skills_Not_Found", "AGTLogoff 541": "Not_IN_AUX", "AGTStateChange 261": "PENDING_NOT_READY",
	"AGTWrapupContact 201": "RECORD_NOT_FOUND", "AGTWrapupContact 202": "CONTACT_NOT_FOUND",
	"AGTWrapupContact 203": "COULD_NOT_FINISH", "AGTWrapupContact 204": "CC_NOT_UPDATED",
	"AGTReleaseLine 81": "CANNOT_DISCONNECT_CALL", "AGTHoldCall 101": "CANNOT_HOLD",
	"AGTHoldCall 102": "CUSTOMER_DISCONNECTED", "AGTHoldCall 103": "NOT_IN_CALL",
	"AGTUnholdCall 121": "CANNOT_UNHOLD", "AGTUnholdCall 122": "CUSTOMER_DISCONNECTED", "AGTUnholdCall 123": "NOT_IN_CALL",
}

// resultCode returns the number of a result and, if it is known, its name in the agent API. The SDK prints
// one of its own results by name.
func resultCode(name, code []byte) (number, word string) {
	number = string(code)
	if number == "POM_NOT_AVAILABLE" {
		number = "9999"
	}
	if word := resultNames[number]; word != "" {
		return number, word
	}
	if word := commandResults[string(name)+" "+number]; word != "" {
		return number, string(name) + "_" + strings.TrimSpace(word)
	}
	return number, ""
}
