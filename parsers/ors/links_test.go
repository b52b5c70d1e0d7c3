package ors_test

import "testing"

// TestDisconnectedIsNotLost tells a connection that ended from one that was lost.
func TestDisconnectedIsNotLost(t *testing.T) {
	got := parse(t, options(), text{Name: "a.20260302_090000_000.log", Content: "09:00:00.000 Std 04505 Disconnected from InteractionServer 'IXN_A'\n" +
		"09:00:01.000 Std 04504 Connection to InteractionServer 'IXN_B' at host 'ixn02', port 4420 lost\n"})
	if got.In.ByName["PeerDisconnected"] != 1 || got.In.ByName["PeerLost"] != 1 || got.Named("PeerDisconnected")[0].Client != "IXN_A" {
		t.Errorf("%s", got.Dump())
	}
}
