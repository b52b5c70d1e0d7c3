package celenv

import "testing"

func BenchmarkBool(b *testing.B) {
	e := newEnv(b)
	e.DefineTerms(map[string]Expr{"off": plain(`facts.telephony.value == "off"`)})
	for name, text := range map[string]string{
		"attrs":   `attrs.service == "telephony" && attrs.status == "off"`,
		"miss":    `attrs.service == "statistic" && attrs.status == "off"`,
		"field":   `reason == "dr-force_logout"`,
		"site":    `event.site == key.site`,
		"fact":    `facts.telephony.value == "off" && facts.telephony.held >= params.site_timeout`,
		"term":    `terms.off`,
		"unknown": `facts.graceful.value && attrs.status == "off"`,
		"in":      `attrs.status in ["deliver", "queue", "route", "off"]`,
		"list":    `lists.expiries.exists(r, r.dn == "5002" && !r.value)`,
	} {
		b.Run(name, func(b *testing.B) {
			p, s := compile(b, e, text, Bool), newScope(newDesk())
			b.ReportAllocs()
			for b.Loop() {
				p.Bool(s)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	e := newEnv(b)
	for b.Loop() {
		compile(b, e, `attrs.service == "telephony" && attrs.status == "off"`, Bool)
	}
}
