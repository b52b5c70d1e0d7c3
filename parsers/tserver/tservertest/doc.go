// Package tservertest writes logs in the format of SIP Server's main log, for tests and for measuring
// speed: a header, T-Library messages and who was told of them, requests, SIP messages, check points,
// and rotation into segments. The same seed gives the same bytes.
package tservertest
