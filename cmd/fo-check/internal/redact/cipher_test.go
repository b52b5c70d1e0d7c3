package redact

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func replaced(c *Cipher, s string) string {
	b := []byte(s)
	c.Replace(b)
	return string(b)
}

func TestEveryWordHasAPseudonymOfItsOwn(t *testing.T) {
	c := NewCipher([]byte("k"))
	for _, form := range []string{"%03d", "x%02d", "%dA"} {
		seen := map[string]string{}
		for i := range 100 {
			word := fmt.Sprintf(form, i)
			as := replaced(c, word)
			if other := seen[as]; other != "" && other != word {
				t.Errorf("%s and %s both become %s", word, other, as)
			}
			seen[as] = word
		}
	}
}

func TestReplacementsKeepTheForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := NewCipher([]byte(rapid.StringN(1, 8, 8).Draw(t, "key")))
		word := rapid.StringMatching(`[A-Za-z0-9_.@:' -]{0,60}`).Draw(t, "word")
		as := replaced(c, word)
		if len(as) != len(word) {
			t.Fatalf("%q becomes %q", word, as)
		}
		for i := range word {
			a, b := word[i], as[i]
			if isDigit(a) != isDigit(b) || isUpper(a) != isUpper(b) || isAlnum(a) != isAlnum(b) || !isAlnum(a) && a != b {
				t.Fatalf("%q becomes %q", word, as)
			}
		}
		if got := replaced(c, strings.ToUpper(word)); got != strings.ToUpper(as) {
			t.Fatalf("%q becomes %q, in capitals %q", word, as, got)
		}
		if again := replaced(NewCipher(append([]byte(nil), "other"...)), word); len(again) != len(word) {
			t.Fatalf("with another key %q becomes %q", word, again)
		}
	})
}

func TestNumbersKeepTheirLength(t *testing.T) {
	c := NewCipher([]byte("k"))
	for _, n := range []string{"7001", "0049", "1", "10"} {
		if as := replaced(c, n); (as[0] == '0') != (n[0] == '0') {
			t.Errorf("%s becomes %s", n, as)
		}
	}
}

func TestKeysDecide(t *testing.T) {
	one, same, other := NewCipher([]byte("a")), NewCipher([]byte("a")), NewCipher([]byte("b"))
	const word = "SIP_Frankfurt 7001"
	if replaced(one, word) != replaced(same, word) {
		t.Error("one key gives two pseudonyms")
	}
	if replaced(one, word) == replaced(other, word) || replaced(one, word) == word {
		t.Error("the key decides nothing")
	}
}

func TestOctetsStayOctets(t *testing.T) {
	c := NewCipher([]byte("k"))
	seen := map[string]bool{}
	for i := range 256 {
		b := []byte(fmt.Sprint(i))
		c.octet(b)
		var n int
		fmt.Sscan(string(b), &n)
		if n > 255 || len(b) != len(fmt.Sprint(i)) || fmt.Sprint(n) != string(b) || seen[string(b)] {
			t.Errorf("%d becomes %s", i, b)
		}
		seen[string(b)] = true
	}
}
