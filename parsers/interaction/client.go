package interaction

import "strings"

// maxClients bounds what is kept of clients.
const maxClients = 1 << 17

// Kinds of clients, as they register.
const (
	kindProxy     = "proxy"
	kindAgent     = "agent_application"
	kindMedia     = "media_server"
	kindReporting = "reporting_engine"
)

// client is the other end of a connection, or one of a proxy's clients.
type client struct {
	id    string // connection:client; "": not printed
	name  string
	kind  string // "": not known
	cause string // why the server closes the connection

	login
	before login // what a request that may still be refused replaced
	crowd  bool  // a name that several clients share: who of them is logged in is not known
}

// login is an agent that a client logged in.
type login struct {
	agent, place string
	active       bool // not logged out since
}

// registry holds the clients that were met.
type registry struct {
	byID   map[string]*client
	byName map[string]*client
	byConn map[string]*link
	kinds  map[string]string // name -> kind
}

func (r *registry) reset() {
	*r = registry{byID: map[string]*client{}, byName: map[string]*client{}, byConn: map[string]*link{}, kinds: map[string]string{}}
}

// find returns the client of that id or, without one, of that name; a new one if it was not met.
func (r *registry) find(id, name string) *client {
	if len(r.byID)+len(r.byName) > maxClients {
		r.reset()
	}
	if id == "" {
		return r.called(name)
	}
	c := r.byID[id]
	if c == nil {
		l := r.link(connection(id))
		c = &client{id: id}
		if r.kinds[l.name] != kindProxy {
			c.name = l.name // of a proxy's connection the name is the proxy's
		}
		r.byID[id], l.clients[id] = c, c
	}
	if name != "" && c.name != name {
		c.name = name
	}
	r.index(c)
	return c
}

// link is a connection: of one client, or of a proxy with many.
type link struct {
	name    string // as it was authorized
	clients map[string]*client
}

func (r *registry) link(conn string) *link {
	l := r.byConn[conn]
	if l == nil {
		l = &link{clients: map[string]*client{}}
		r.byConn[conn] = l
	}
	return l
}

// connection is the part of a client id before the colon.
func connection(id string) string {
	conn, _, _ := strings.Cut(id, ":")
	return conn
}

// at returns the client of a connection; nil if none is known. Of several, it is the proxy.
func (r *registry) at(conn string) *client {
	l := r.byConn[conn]
	switch {
	case l == nil:
		return nil
	case len(l.clients) == 1:
		for _, c := range l.clients {
			return c
		}
	case l.name != "":
		return r.called(l.name)
	}
	return nil
}

// drop forgets a connection and all its clients.
func (r *registry) drop(conn string) {
	l := r.byConn[conn]
	if l == nil {
		return
	}
	for _, c := range l.clients {
		r.gone(c)
	}
	delete(r.byConn, conn)
}

// called returns the client of a name.
func (r *registry) called(name string) *client {
	c := r.byName[name]
	if c == nil {
		c = &client{name: name, kind: r.kinds[name]}
		r.byName[name] = c
	}
	return c
}

// index makes a client known by its name. A name that two clients have stands for neither.
func (r *registry) index(c *client) {
	if c.name == "" {
		return
	}
	if c.kind == "" {
		c.kind = r.kinds[c.name]
	}
	switch other := r.byName[c.name]; {
	case other == nil:
		r.byName[c.name] = c
	case other == c || other.crowd:
	case other.id == "" && other.agent == "":
		r.byName[c.name] = c
	default:
		r.byName[c.name] = &client{name: c.name, kind: c.kind, crowd: true}
	}
}

// registered keeps what a client of that name is.
func (r *registry) registered(c *client, kind string) {
	c.kind = kind
	if c.name == "" {
		return
	}
	r.kinds[c.name] = kind
	if n := r.byName[c.name]; n != nil {
		n.kind = kind
	}
}

// gone forgets a client. A name that several share stays one of several.
func (r *registry) gone(c *client) {
	if c.id != "" {
		delete(r.byID, c.id)
		if l := r.byConn[connection(c.id)]; l != nil {
			delete(l.clients, c.id)
		}
	}
	if n := r.byName[c.name]; n == c && !c.crowd {
		delete(r.byName, c.name)
	}
}

// meet finds the client that a head names.
func (s *scan) meet(p party) {
	if len(p.proxy) > 0 {
		s.block.proxy = s.str(p.proxy)
	}
	if len(p.name) == 0 && len(p.id) == 0 {
		return
	}
	c := s.clients.byID[string(p.id)]
	if c == nil || string(p.name) != c.name {
		c = s.clients.find(s.str(p.id), s.clients.known(s.str(p.name)))
	}
	s.block.client, s.block.name = c, c.called()
}

// called is how the trace names a client: by its name, else by its id.
func (c *client) called() string {
	if c.name != "" {
		return c.name
	}
	return c.id
}

// known takes off what some records print behind a client's name: "StatServer - Reporting engine".
func (r *registry) known(name string) string {
	first, _, ok := strings.Cut(name, " - ")
	if ok && (r.kinds[first] != "" || r.byName[first] != nil) {
		return first
	}
	return name
}

// logs takes a login by a client. A second agent while the first is logged in shows that several clients
// share the name.
func (c *client) logs(l login) (shared bool) {
	if c.id == "" && c.active && c.agent != "" && c.agent != l.agent && l.agent != "" {
		c.crowd, c.login = true, login{}
		return true
	}
	if !c.crowd {
		c.before, c.login = c.login, l
	}
	return false
}
