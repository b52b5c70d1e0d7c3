package input

import (
	"crypto/sha256"
	"io"
)

// Duplicates drops files whose bytes are those of a file before them, and says so. Only files of equal
// size are compared, by digest; pipes never.
func Duplicates(files []*File) ([]*File, []Note) {
	bySize := map[int64][]*File{}
	digests := map[*File][sha256.Size]byte{}
	var kept []*File
	var notes []Note
	for _, f := range files {
		if of := twin(bySize[f.Size], f, digests); of != nil {
			of.Named = of.Named || f.Named
			notes = append(notes, Note{f.Path, "the same content as " + of.Path + "; read once"})
			continue
		}
		kept = append(kept, f)
		if f.once == nil && f.Size > 0 {
			bySize[f.Size] = append(bySize[f.Size], f)
		}
	}
	return kept, notes
}

// twin returns the file among others that has the content of f; nil if none.
func twin(others []*File, f *File, digests map[*File][sha256.Size]byte) *File {
	if f.once != nil {
		return nil
	}
	for _, g := range others {
		if f.same(g) || (sum(f, digests) == sum(g, digests) && digests[f] != [sha256.Size]byte{}) {
			return g
		}
	}
	return nil
}

// sum returns the digest of a file's bytes; zero if it cannot be read, which is reported elsewhere.
func sum(f *File, digests map[*File][sha256.Size]byte) (out [sha256.Size]byte) {
	if d, known := digests[f]; known {
		return d
	}
	defer func() { digests[f] = out }()
	r, err := f.raw()
	if err != nil {
		return out
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return out
	}
	h.Sum(out[:0])
	return out
}
