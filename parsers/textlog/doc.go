// Package textlog reads logs made of lines that begin with a time: the lines of a family of segments as
// one text with their places, times in the layouts that logging libraries print, and the sending of
// events in their order. It knows no vendor.
package textlog
