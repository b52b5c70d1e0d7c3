package tservertest

import "strconv"

// sip writes one SIP message behind its length, until as many bytes are SIP as are not.
func (g *Generator) sip() {
	a := &g.agents[g.rnd.IntN(len(g.agents))]
	g.sipSerial++
	g.sipBody(a)
	g.clock(3)
	size := strconv.Itoa(len(g.body))
	addr := "10.40.0." + strconv.Itoa(g.rnd.IntN(250)+1) + ":5060"
	if g.sipSerial%2 == 0 {
		g.line(": SIPTR: Received [0,UDP] ", size, " bytes from ", addr, " <<<<<")
	} else {
		g.line(": Sending  [0,UDP] ", size, " bytes to ", addr, " >>>>>")
	}
	g.buf = append(g.buf, g.body...)
	g.buf = append(g.buf, '\n')
	g.counts.SIPBytes += int64(len(g.buf))
	g.sipDebt -= int64(len(g.buf))
	if g.sipSerial%3 == 0 {
		g.clock(3)
		g.line(": SIPTS: handle registration event 0")
		g.clock(3)
		g.line(": $*:SIP:CTI:DN_CONTACT_CHANGE:", strconv.Itoa(int(g.sipSerial%1000)))
	}
}

// sipBody makes an INVITE or its answer, with CRLF, and a session description whose lines begin with
// anything, digits too.
func (g *Generator) sipBody(a *agent) {
	serial := strconv.FormatUint(g.sipSerial, 10)
	sdp := "v=0\r\no=- " + serial + " 1 IN IP4 10.40.0.9\r\ns=-\r\nc=IN IP4 10.40.0.9\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0 8 101\r\n" +
		"a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=sendrecv\r\n"
	g.body = g.body[:0]
	add := func(s ...string) {
		for _, x := range s {
			g.body = append(g.body, x...)
		}
		g.body = append(g.body, '\r', '\n')
	}
	if g.sipSerial%2 == 0 {
		add("INVITE sip:", a.dn, "@10.20.0.5:5060 SIP/2.0")
	} else {
		add("SIP/2.0 200 OK")
	}
	add("Via: SIP/2.0/UDP 10.40.0.9:5060;branch=z9hG4bKpj", serial, "-8b0f-42d1-9a70-0b1f4e3f7a11")
	add("From: <sip:4930555@10.40.0.9>;tag=", serial, "-7c1a-4f55")
	add("To: <sip:", a.dn, "@10.20.0.5>;tag=53ff42d2-5f82-4341-8eaf-", serial)
	add("Call-ID: ", serial, "-9916-488f-8df2-9864cf5f4492")
	add("CSeq: ", serial, " INVITE")
	add("Contact: <sip:", a.dn, "@10.40.0.9:5060>")
	add("Allow: OPTIONS, REGISTER, SUBSCRIBE, NOTIFY, PUBLISH, INVITE, ACK, BYE, CANCEL, UPDATE, PRACK, INFO, MESSAGE, REFER")
	add("Max-Forwards: 70")
	add("Content-Type: application/sdp")
	add("Content-Length: ", strconv.Itoa(len(sdp)))
	add()
	g.body = append(g.body, sdp...)
}
