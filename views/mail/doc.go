// Package mail writes the letters of the outbox. A letter is a list of blocks, made once per kind, from which
// both parts are drawn: HTML for mail programs (tables and inline styles, which pages must not have, because
// nothing else works there) and a plain text worth reading. Nothing in a letter is fetched from anywhere: no
// pixels, no remote images, the logo travels along as cid:logo.
package mail
