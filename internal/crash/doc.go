// Package crash holds the program's second promise: nothing lost. Its tests run the whole program in a process of
// its own, use it over http, kill it, and look at what it left.
package crash
