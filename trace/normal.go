package trace

import (
	"fmt"
	"slices"
	"strings"
)

// Values of the attribute protocol, which tells messages of the same name apart.
const (
	ProtocolTLib        = "t-library"
	ProtocolInteraction = "interaction-management"
	ProtocolReporting   = "reporting"
)

// Reasons of EventAgentLogout that decide about a disaster-recovery switchover. They are compared
// exactly.
const (
	ReasonForceLogout      = "dr-force_logout"
	ReasonGracefulShutdown = "graceful_shutdown_logout"
)

// KnownReason tells whether the reason is one that decides about a switchover.
func KnownReason(reason string) bool {
	return reason == ReasonForceLogout || reason == ReasonGracefulShutdown
}

// NearReason returns the known reason that reason was probably meant to be: one that differs in case, or
// in "_" for "-", and so does not count. "" if there is none.
func NearReason(reason string) string {
	if len(reason) < len(ReasonForceLogout) || len(reason) > len(ReasonGracefulShutdown)+2 || KnownReason(reason) {
		return ""
	}
	for _, known := range [...]string{ReasonForceLogout, ReasonGracefulShutdown} {
		if foldReason(reason) == foldReason(known) {
			return known
		}
	}
	return ""
}

func foldReason(s string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "-", "_")
}

// Normalize puts what a parser or a vendor wrote into the form that rules read: the names of aliases,
// the reason, the protocol of a RequestAgentLogin and the other end of a connection. What is already
// there stays. The returned text, if any, is to be noted: a reason that is nearly a known one.
func (e *Event) Normalize() (note string) {
	e.NormalizeName()
	return e.normalizeFields()
}

func (e *Event) normalizeFields() (note string) {
	if e.Reason == "" && len(e.Attrs) > 0 {
		e.Reason = e.Attrs.reason()
	}
	switch e.Name {
	case "RequestAgentLogin":
		e.setProtocol()
	case "PeerLost", "PeerConnected", "ClientConnected", "ClientDisconnected", "ClientRegistered":
		e.setPeer()
	}
	if near := NearReason(e.Reason); near != "" {
		return fmt.Sprintf("reason %q is not %q: reasons are compared exactly, so it counts as another one", e.Reason, near)
	}
	return ""
}

// reason finds the reason that decides among the attributes; "" if there is none.
func (a Attrs) reason() string {
	if !slices.ContainsFunc(a, Attr.mayReason) {
		return ""
	}
	if v, _ := a.Get("Extensions.ReasonCode"); v != "" {
		return v
	}
	for _, prefix := range [...]string{"Reasons.", "Reason."} {
		if v := a.reasonUnder(prefix); v != "" {
			return v
		}
	}
	for i := range a {
		if strings.HasPrefix(a[i].Key, "Extensions.") && KnownReason(a[i].Value) {
			return a[i].Value
		}
	}
	return ""
}

func (a Attr) mayReason() bool {
	return len(a.Key) > 0 && (a.Key[0] == 'R' || a.Key[0] == 'E') && strings.Contains(a.Key, ".")
}

// reasonUnder takes a known reason before ReasonCode, and that before the first value.
func (a Attrs) reasonUnder(prefix string) string {
	first, code := "", ""
	for i := range a {
		key, ok := strings.CutPrefix(a[i].Key, prefix)
		if !ok || a[i].Value == "" {
			continue
		}
		if KnownReason(a[i].Value) {
			return a[i].Value
		}
		if key == "ReasonCode" {
			code = a[i].Value
		}
		if first == "" {
			first = a[i].Value
		}
	}
	if code != "" {
		return code
	}
	return first
}

// setProtocol tells a T-Library login, which names a DN, from one of Interaction Management, which
// names a place and no DN.
func (e *Event) setProtocol() {
	if _, ok := e.Attrs.Get("protocol"); ok {
		return
	}
	switch {
	case e.DN != "":
		e.Attrs = append(e.Attrs, Attr{"protocol", ProtocolTLib})
	case e.Place != "":
		e.Attrs = append(e.Attrs, Attr{"protocol", ProtocolInteraction})
	}
}

// setPeer accepts the attribute peer for the other end of a connection. For a desktop that end is the
// server that it lost.
func (e *Event) setPeer() {
	peer, _ := e.Attrs.Get("peer")
	if e.Client == "" {
		e.Client = peer
	}
	if e.Source != "desktop" || e.Name != "PeerLost" {
		return
	}
	if e.Server == "" {
		e.Server = e.Client
	}
	if e.Client == "" {
		e.Client = e.Server
	}
}

// Withheld is what stands for the value of an attribute that must not be kept.
const Withheld = "(withheld)"

// Sensitive tells that the value of the attribute must not be kept: passwords and user data.
func Sensitive(key string) bool {
	if len(key) < 6 {
		return false
	}
	if strings.HasPrefix(key, "UserData.") || key == "UserData" {
		return true
	}
	for i := 0; i+6 <= len(key); i++ {
		if key[i]|0x20 == 'p' && (hasFold(key[i:], "password") || hasFold(key[i:], "passwd")) {
			return true
		}
	}
	return false
}

func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
