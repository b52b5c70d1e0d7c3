package pom

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// monthNames lists the short names of months as Java prints them, in the languages in which they are
// told apart by their first letters; one line per language, January first.
const monthNames = `jan feb mar apr may jun jul aug sep oct nov dec
jan fev mar abr mai jun jul ago set out nov dez
ene feb mar abr may jun jul ago sept oct nov dic
janv févr mars avr mai juin juil août sept oct nov déc
jan feb mär apr mai jun jul aug sep okt nov dez
jän feb märz apr mai juni juli aug sep okt nov dez
gen feb mar apr mag giu lug ago set ott nov dic
jan feb mrt apr mei jun jul aug sep okt nov dec
jan feb mars apr maj juni juli aug sep okt nov dec
jan. feb. mars april mai juni juli aug. sep. okt. nov. des.
sty lut mar kwi maj cze lip sie wrz paź lis gru
led úno bře dub kvě čvn čvc srp zář říj lis pro
tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
oca şub mar nis may haz tem ağu eyl eki kas ara
янв фев мар апр мая июн июл авг сен окт ноя дек
янв февр март апр май июнь июль авг сент окт нояб дек
ian feb mar apr mai iun iul aug sep oct noi dec
jan febr márc ápr máj jún júl aug szept okt nov dec
1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月
一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月
1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월`

// months holds monthNames. Names that stand for two months in two languages are left out.
var months = func() map[string]time.Month {
	m := map[string]time.Month{}
	for _, line := range strings.Split(monthNames, "\n") {
		for i, name := range strings.Fields(line) {
			name = strings.TrimSuffix(name, ".")
			if have, ok := m[name]; ok && have != time.Month(i+1) {
				m[name] = 0
				continue
			}
			m[name] = time.Month(i + 1)
		}
	}
	return m
}()

// monthKey folds case, the dot of an abbreviation and Latin-1 bytes.
func monthKey(name []byte) string {
	if !utf8.Valid(name) {
		r := make([]rune, len(name))
		for i, c := range name {
			r[i] = rune(c)
		}
		name = []byte(string(r))
	}
	return strings.ToLower(strings.TrimSuffix(string(name), "."))
}

// monthOf returns the month of a name; 0 if it is not known.
func monthOf(name []byte) time.Month { return months[monthKey(name)] }

const englishMonths = "JanFebMarAprMayJunJulAugSepOctNovDec"

// learnMonth finds out what a month's name means: some lines print the same time in English, too. text is
// what follows in the log.
func learnMonth(c civil, text []byte) time.Month {
	for len(text) > 0 {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte{'\n'})
		other, _, ok := splitStamp(line)
		if !ok || !bytes.Equal(other.name, c.name) {
			continue
		}
		for m := time.January; m <= time.December; m++ {
			english := fmt.Sprintf(" %s %02d %02d:%02d:", englishMonths[3*m-3:3*m], other.day, other.hour, other.minute)
			if bytes.Contains(line, []byte(english)) {
				return m
			}
		}
	}
	return 0
}
