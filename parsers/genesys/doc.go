// Package genesys reads what all Genesys servers' logs have in common: the header that opens every
// segment, the two clock formats that stand side by side in one file, the dating of lines that print a
// clock alone, log-library records, the dump of T-Library attributes, and the joining of rotated
// segments. Which server wrote the log, and what its records mean, is not known here.
package genesys
