package genesys

import (
	"bytes"
	"strconv"
)

// Client is the other end of a connection as the records 04541 and 04542 name it:
// "[66] (00000e85 Application name 10.51.167.61:49280)".
type Client struct {
	Handle  []byte // socket, between brackets
	ID      uint32 // the client id, printed in decimal as AttributeClientID
	Name    []byte // application name; it may hold blanks
	Address []byte // ip:port
}

// ParseClient reads a client from where its bracket begins.
func ParseClient(b []byte) (Client, bool) {
	b = bytes.TrimRight(b, " \t")
	end := bytes.IndexByte(b, ']')
	if len(b) < 4 || b[0] != '[' || end < 0 || b[len(b)-1] != ')' {
		return Client{}, false
	}
	c := Client{Handle: b[1:end]}
	open := bytes.IndexByte(b[end:], '(')
	if open < 0 {
		return Client{}, false
	}
	in := b[end+open+1 : len(b)-1]
	id, rest, ok := bytes.Cut(in, []byte{' '})
	n, err := strconv.ParseUint(string(id), 16, 32)
	if !ok || err != nil {
		return Client{}, false
	}
	c.ID, c.Name = uint32(n), rest
	if i := bytes.LastIndexByte(rest, ' '); i >= 0 {
		c.Name, c.Address = rest[:i], rest[i+1:]
	}
	return c, true
}
