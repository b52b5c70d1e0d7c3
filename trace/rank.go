package trace

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strconv"
	"strings"
)

// DigestSize is how much of an input's beginning counts for its rank.
const DigestSize = 64 << 10

// HeadDigest returns the digest by which inputs are ranked before they have been read: of the first
// DigestSize bytes of the unpacked content, and of the content's size (-1: not known). Of a content that
// is no longer than that it is the SHA-256 itself, and so proves that two inputs are the same.
func HeadDigest(head []byte, size int64) string {
	whole := size == int64(len(head)) && len(head) <= DigestSize
	if len(head) > DigestSize {
		head = head[:DigestSize]
	}
	sum := sha256.Sum256(head)
	digest := hex.EncodeToString(sum[:])
	if whole {
		return digest
	}
	return digest + "+" + strconv.FormatInt(size, 10)
}

// contentIdentity returns what two inputs share only if their bytes are the same; "" if that is not
// known yet. A part of a merged trace tells its SHA256 at its end only.
func (in *Input) contentIdentity() string {
	if !in.Merged && in.SHA256 != "" {
		return in.SHA256
	}
	if !strings.Contains(in.Digest, "+") {
		return in.Digest
	}
	return ""
}

// announced is an input and the feed it comes from.
type announced struct {
	input *Input
	feed  *feed
}

// rankInputs sorts by clock, source, server, instance and content. The path decides between inputs of
// which nothing else differs, and then the id that a merged trace gave.
func rankInputs(starts []announced) {
	sort.SliceStable(starts, func(i, j int) bool { return rankCompare(starts[i].input, starts[j].input) < 0 })
}

func rankCompare(a, b *Input) int {
	for _, c := range [...]int{
		strings.Compare(a.Clock, b.Clock),
		strings.Compare(a.Source, b.Source),
		strings.Compare(a.Server, b.Server),
		strings.Compare(a.Instance, b.Instance),
		strings.Compare(a.rankDigest(), b.rankDigest()),
		strings.Compare(a.Path, b.Path),
	} {
		if c != 0 {
			return c
		}
	}
	return a.ID - b.ID
}

func (in *Input) rankDigest() string {
	if in.Digest != "" {
		return in.Digest
	}
	return in.SHA256
}
