package trace

import (
	"fmt"
	"strings"
)

// SiteDef is a disaster-recovery site as the user describes it.
type SiteDef struct {
	Name         string
	Servers      []string    // application names, host:port or hosts
	Applications []string    // AIL Application objects
	Pairs        [][2]string // primary and backup of HA pairs
}

// SiteMap tells the site of servers and applications. A nil map knows nothing. It is not changed after
// it was made, and safe to share.
type SiteMap struct {
	sites map[string]string // entry in lower case -> site
	pairs map[string]string // member in lower case -> the pair's first member
}

// NewSiteMap returns the map of these sites. An entry that two sites claim is an error.
func NewSiteMap(defs []SiteDef) (*SiteMap, error) {
	m := &SiteMap{sites: map[string]string{}, pairs: map[string]string{}}
	for _, d := range defs {
		entries := append(append([]string{d.Name}, d.Servers...), d.Applications...)
		for _, p := range d.Pairs {
			entries = append(entries, p[0], p[1])
			m.pairs[strings.ToLower(p[0])] = strings.ToLower(p[0])
			m.pairs[strings.ToLower(p[1])] = strings.ToLower(p[0])
		}
		for _, e := range entries {
			if err := m.add(e, d.Name); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}

func (m *SiteMap) add(entry, site string) error {
	if strings.TrimSpace(entry) == "" {
		return fmt.Errorf("site %q: empty entry; accepted are application names, host:port and hosts", site)
	}
	key := strings.ToLower(entry)
	if other, ok := m.sites[key]; ok && other != site {
		return fmt.Errorf("%q: belongs to site %q and to site %q; an entry belongs to one site", entry, other, site)
	}
	m.sites[key] = site
	return nil
}

// Site returns the site of an application name, a host:port, a host or a site's own name, compared
// without case. An entry that is a host speaks for all its ports.
func (m *SiteMap) Site(entry string) (site string, ok bool) {
	if m == nil || entry == "" {
		return "", false
	}
	key := strings.ToLower(entry)
	if site, ok = m.sites[key]; ok {
		return site, true
	}
	if colon := strings.LastIndexByte(key, ':'); colon > 0 {
		site, ok = m.sites[key[:colon]]
	}
	return site, ok
}

// SamePair tells that a and b are the two servers of one HA pair, or the same server.
func (m *SiteMap) SamePair(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	return a == b || m != nil && m.pairs[a] != "" && m.pairs[a] == m.pairs[b]
}

// sited is a stream whose events have their site.
type sited struct {
	Stream
	sites *SiteMap
	last  map[string]string // instance of a desktop -> site it was last connected to
	cache map[string]string // server -> site, "" if none
}

// WithSites returns s with the site of events that have none: that of their server in the map, and for
// a desktop's events else the site that its instance was last connected to (ConfigConnected,
// FactoryStarted, SwitchoverCompleted), which is inferred and marked so.
// Sites that events name as the map knows them otherwise (by an application or an endpoint) become the sites
// of the map: the field site, from and to of a switchover, and the preferred and secondary application of a
// person, whose names are kept in preferred_application and secondary_application.
// It is to be applied to the merged stream.
func WithSites(s Stream, sites *SiteMap) Stream {
	return &sited{Stream: s, sites: sites, last: map[string]string{}, cache: map[string]string{}}
}

// Next implements Stream.
func (s *sited) Next() (Item, error) {
	it, err := s.Stream.Next()
	if err != nil || it.Kind != KindEvent {
		return it, err
	}
	e := it.Event
	if s.sites != nil {
		s.canonical(e)
	}
	if e.Site == "" && e.Server != "" {
		e.Site = s.ofServer(e.Server)
	}
	if e.Source == "desktop" {
		s.desktop(e)
	}
	return it, nil
}

// canonical gives what names a site in other words the name of the map.
func (s *sited) canonical(e *Event) {
	if e.Site != "" {
		if site := s.ofServer(e.Site); site != "" {
			e.Site = site
		}
	}
	switch e.Name {
	case "PersonRead":
		s.rename(e, "preferred", "preferred_application")
		s.rename(e, "secondary", "secondary_application")
	case "SwitchoverStarted", "SwitchoverCompleted":
		s.rename(e, "from", "")
		s.rename(e, "to", "")
	}
}

// rename replaces an attribute that the map knows by the site, and keeps what was given under another name.
func (s *sited) rename(e *Event, key, keep string) {
	given, _ := e.Attrs.Get(key)
	site := s.ofServer(given)
	if site == "" || site == given {
		return
	}
	e.Attrs = e.Attrs.Set(key, site)
	if keep != "" {
		e.Attrs = e.Attrs.Set(keep, given)
	}
}

func (s *sited) ofServer(server string) string {
	site, ok := s.cache[server]
	if !ok && s.sites != nil {
		site, _ = s.sites.Site(server)
		s.cache[server] = site
	}
	return site
}

func (s *sited) desktop(e *Event) {
	if tellsSite(e.Name) {
		told := s.told(e)
		if e.Site == "" {
			e.Site = told
		}
		if told == "" {
			told = e.Site
		}
		if told != "" {
			s.last[e.Instance] = told
		}
		return
	}
	if e.Site == "" {
		if site := s.last[e.Instance]; site != "" {
			e.Site = site
			if !e.Skipped {
				e.Infer("site")
			}
		}
	}
}

// tellsSite tells that a desktop's event says where the desktop is connected from then on.
func tellsSite(name string) bool {
	return name == "ConfigConnected" || name == "FactoryStarted" || name == "SwitchoverCompleted"
}

// told returns the site that an event of tellsSite names in its attributes.
func (s *sited) told(e *Event) string {
	if e.Name == "SwitchoverCompleted" {
		to, _ := e.Attrs.Get("to")
		if site, ok := s.sites.Site(to); ok || s.sites != nil {
			return site
		}
		return to
	}
	for _, key := range [...]string{"application", "endpoint"} {
		v, _ := e.Attrs.Get(key)
		if site, ok := s.sites.Site(v); ok {
			return site
		}
	}
	return ""
}

// Infer adds names to the attribute inferred: the fields and attributes that were concluded, not read.
func (e *Event) Infer(names ...string) {
	given, _ := e.Attrs.Get("inferred")
	list := strings.Split(given, ",")
	if given == "" {
		list = nil
	}
next:
	for _, n := range names {
		for _, l := range list {
			if l == n {
				continue next
			}
		}
		list = append(list, n)
	}
	e.Attrs = e.Attrs.Set("inferred", strings.Join(list, ","))
}
