package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

const utf8Mark = "\xef\xbb\xbf"

// decodeText turns the content of a file into UTF-8 without a byte order mark, as it is read to be judged, and
// returns what turns such a text back into bytes of the file's own encoding. Both together lose nothing, or an
// error is returned.
func decodeText(raw []byte) (text []byte, encode func([]byte) ([]byte, error), err error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		text, encode = decodeUTF16(raw, binary.LittleEndian)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		text, encode = decodeUTF16(raw, binary.BigEndian)
	case bytes.IndexByte(raw, 0) >= 0:
		return nil, nil, errors.New("binary, packed, or UTF-16 without a byte order mark; a plain text file is accepted")
	case utf8.Valid(raw):
		rest, marked := bytes.CutPrefix(raw, []byte(utf8Mark))
		return rest, func(text []byte) ([]byte, error) {
			if marked {
				return append([]byte(utf8Mark), text...), nil
			}
			return text, nil
		}, nil
	default:
		text, encode = decodeLatin1(raw)
	}
	if back, err := encode(text); err != nil || !bytes.Equal(back, raw) {
		return nil, nil, errors.New("its encoding is not known; UTF-8, UTF-16 and Latin-1 are accepted")
	}
	return text, encode, nil
}

// wideOrder reads and writes the units of UTF-16.
type wideOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func decodeUTF16(raw []byte, order wideOrder) ([]byte, func([]byte) ([]byte, error)) {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	text := []byte(string(utf16.Decode(units[1:])))
	return text, func(text []byte) ([]byte, error) {
		out := make([]byte, 2, 2*len(text)+2)
		order.PutUint16(out, 0xfeff)
		for _, u := range utf16.Encode([]rune(string(text))) {
			out = order.AppendUint16(out, u)
		}
		return out, nil
	}
}

// decodeLatin1 takes every byte for the character of that number: what Windows-1252 has beyond Latin-1 comes back
// as it was.
func decodeLatin1(raw []byte) ([]byte, func([]byte) ([]byte, error)) {
	text := make([]byte, 0, len(raw)+len(raw)/8)
	for _, c := range raw {
		text = utf8.AppendRune(text, rune(c))
	}
	return text, func(text []byte) ([]byte, error) {
		out := make([]byte, 0, len(text))
		for _, r := range string(text) {
			if r > 0xff {
				return nil, fmt.Errorf("%q is no character of Latin-1", r)
			}
			out = append(out, byte(r))
		}
		return out, nil
	}
}
