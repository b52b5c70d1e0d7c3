// Package redact replaces what tells who is who in logs: phone numbers, agents, names, hosts, addresses and the
// data of customers. A word becomes another word of the same length and classes (digits stay digits, letters
// letters of the same case), the same one wherever it stands, so that logs stay readable by their parsers and
// judged as before.
package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"strconv"
)

// Cipher gives words their pseudonyms. For one key a pseudonym depends on the word alone, and different words
// of one form have different ones.
type Cipher struct {
	key    []byte
	known  map[string]string
	octets map[string]string
	forms  map[string]*form
}

// NewCipher returns a cipher for a key of any length.
func NewCipher(key []byte) *Cipher {
	sum := sha256.Sum256(key)
	return &Cipher{key: sum[:], known: map[string]string{}, octets: map[string]string{}, forms: map[string]*form{}}
}

// maxWord is how long a word may be that is replaced as a whole; longer ones are replaced in pieces.
const maxWord = 32

// Replace writes the pseudonyms of the words in b over them: of each stretch of ASCII letters and digits. What
// stands between them stays. Upper and lower case are the same word, each letter keeps its case.
func (c *Cipher) Replace(b []byte) {
	for i := 0; i < len(b); {
		n := 0
		for i+n < len(b) && n < maxWord && isAlnum(b[i+n]) {
			n++
		}
		if n == 0 {
			i++
			continue
		}
		c.word(b[i : i+n])
		i += n
	}
}

func (c *Cipher) word(b []byte) {
	lower := make([]byte, len(b))
	for i, x := range b {
		lower[i] = toLower(x)
	}
	as, ok := c.known[string(lower)]
	if !ok {
		as = c.shuffle(lower)
		c.known[string(lower)] = as
	}
	for i := range b {
		if isUpper(b[i]) {
			b[i] = as[i] - 'a' + 'A'
			continue
		}
		b[i] = as[i]
	}
}

// form is what words have in common that can stand for each other: the class of every character.
type form struct {
	bases  []int64  // choices per character
	size   *big.Int // number of such words
	rounds []*big.Int
}

// shuffle is a permutation of the words of one form: the swap-or-not shuffle of Hoang, Morris and Rogaway,
// which is one for any number of words.
func (c *Cipher) shuffle(word []byte) string {
	name := classes(word)
	f := c.forms[name]
	if f == nil {
		f = c.form(name)
		c.forms[name] = f
	}
	x := f.rank(word)
	for r, k := range f.rounds {
		other := new(big.Int).Sub(k, x)
		if other.Sign() < 0 {
			other.Add(other, f.size)
		}
		larger := x
		if other.Cmp(x) > 0 {
			larger = other
		}
		if c.digest(name, uint32(r), "swap", larger.Bytes())[0]&1 == 1 {
			x = other
		}
	}
	return f.word(x)
}

func (c *Cipher) digest(form string, round uint32, use string, data []byte) []byte {
	h := hmac.New(sha256.New, c.key)
	h.Write([]byte(form + "\x00" + use + "\x00"))
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], round)
	h.Write(n[:])
	h.Write(data)
	return h.Sum(nil)
}

// classes names the form of a word: 9 for a first digit that is not 0, else 0 for digits, a for letters. The
// zeros in front of a number stay, so that it keeps its length as a number too.
func classes(word []byte) string {
	out := make([]byte, len(word))
	led := false
	for i, x := range word {
		switch {
		case !isDigit(x):
			out[i], led = 'a', true
		case !led && x == '0':
			out[i] = 'z'
		case !led:
			out[i], led = '9', true
		default:
			out[i] = '0'
		}
	}
	return string(out)
}

func (c *Cipher) form(name string) *form {
	f := &form{size: big.NewInt(1)}
	for _, class := range name {
		n := map[rune]int64{'a': 26, '9': 9, '0': 10, 'z': 1}[class]
		f.bases = append(f.bases, n)
		f.size.Mul(f.size, big.NewInt(n))
	}
	for r := range 6*f.size.BitLen() + 24 {
		wide := append(c.digest(name, uint32(r), "key", nil), c.digest(name, uint32(r), "key too", nil)...)
		f.rounds = append(f.rounds, new(big.Int).Mod(new(big.Int).SetBytes(wide), f.size))
	}
	return f
}

// rank is the number of a word among those of its form.
func (f *form) rank(word []byte) *big.Int {
	x := new(big.Int)
	for i, base := range f.bases {
		x.Mul(x, big.NewInt(base))
		x.Add(x, big.NewInt(int64(digitOf(word[i], base))))
	}
	return x
}

func digitOf(b byte, base int64) byte {
	switch base {
	case 26:
		return b - 'a'
	case 10:
		return b - '0'
	case 9:
		return b - '1'
	}
	return 0
}

func (f *form) word(x *big.Int) string {
	out := make([]byte, len(f.bases))
	x, digit := new(big.Int).Set(x), new(big.Int)
	for i := len(f.bases) - 1; i >= 0; i-- {
		x.DivMod(x, big.NewInt(f.bases[i]), digit)
		first := map[int64]byte{26: 'a', 10: '0', 9: '1', 1: '0'}[f.bases[i]]
		out[i] = first + byte(digit.Int64())
	}
	return string(out)
}

// octet gives a number of an IPv4 address another one with as many digits.
func (c *Cipher) octet(b []byte) {
	as, ok := c.octets[string(b)]
	if !ok {
		as = c.shuffleOctet(b)
		c.octets[string(b)] = as
	}
	copy(b, as)
}

// octetRounds are more than enough to mix 156 numbers.
const octetRounds = 96

func (c *Cipher) shuffleOctet(b []byte) string {
	x, _ := strconv.Atoi(string(b))
	from, to := []int{0, 10, 100}[len(b)-1], []int{9, 99, 255}[len(b)-1]
	size, name := to-from+1, "octet"+strconv.Itoa(len(b))
	x -= from
	for r := range uint32(octetRounds) {
		k := int(binary.BigEndian.Uint32(c.digest(name, r, "key", nil)) % uint32(size))
		other := (k - x + size) % size
		if c.digest(name, r, "swap", []byte{byte(max(x, other))})[0]&1 == 1 {
			x = other
		}
	}
	return strconv.Itoa(x + from)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
func isUpper(b byte) bool { return b >= 'A' && b <= 'Z' }
func isAlnum(b byte) bool { return isDigit(b) || isUpper(b) || b >= 'a' && b <= 'z' }

func toLower(b byte) byte {
	if isUpper(b) {
		return b + 'a' - 'A'
	}
	return b
}
