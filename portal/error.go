package portal

import (
	"errors"
	"fmt"
)

// Text is a message key (the English text) and its arguments; the edge translates it.
type Text struct {
	Key  string
	Args []any
}

// T makes a Text.
func T(key string, args ...any) Text { return Text{key, args} }

func (t Text) String() string {
	if len(t.Args) == 0 {
		return t.Key
	}
	return fmt.Sprintf(t.Key, t.Args...)
}

// Code says what kind of refusal an error is; the edge maps it to a status.
type Code uint8

// The codes, each with the HTTP status that it becomes.
const (
	CodeInternal  Code = iota // 500
	CodeInvalid               // 422
	CodeForbidden             // 403
	CodeNotFound              // 404
	CodeConflict              // 409: somebody saved in between
	CodeSignIn                // to the sign-in page
	CodeLimited               // 429
	CodeFull                  // 503: the disk is full, reads go on
	CodeTooLarge              // 413
	CodeAway                  // 503: somebody whom we need doesn’t answer
)

// Fault names one thing wrong with one field of a form.
type Fault struct {
	Field string
	Msg   Text
}

// Error is the one error type that reaches people.
type Error struct {
	Code   Code
	Msg    Text
	Faults []Fault
	Cause  error
}

func (e *Error) Error() string {
	s := e.Msg.String()
	for _, f := range e.Faults {
		s += "; " + f.Field + ": " + f.Msg.String()
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Cause }

// Invalid is input that can't be taken.
func Invalid(key string, args ...any) *Error { return &Error{Code: CodeInvalid, Msg: T(key, args...)} }

// NotFound is a record that is absent or somebody else's: the two are never told apart.
func NotFound() *Error { return &Error{Code: CodeNotFound, Msg: T("We can’t find that page")} }

// Forbidden is an action that the person may not do.
func Forbidden() *Error {
	return &Error{Code: CodeForbidden, Msg: T("You don’t have access to this")}
}

// Conflict is a save over a version that is no longer the newest.
func Conflict() *Error {
	return &Error{Code: CodeConflict, Msg: T("Someone else changed this while you were typing.")}
}

// CodeOf returns the code of err, CodeInternal for any error that isn't ours.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// Check gathers faults field by field.
type Check struct{ faults []Fault }

// That records a fault of field unless ok.
func (c *Check) That(ok bool, field, key string, args ...any) {
	if !ok {
		c.faults = append(c.faults, Fault{field, T(key, args...)})
	}
}

// Err records the message of err, if any, as a fault of field.
func (c *Check) Err(field string, err error) {
	if err == nil {
		return
	}
	var e *Error
	if errors.As(err, &e) && len(e.Faults) == 0 {
		c.faults = append(c.faults, Fault{field, e.Msg})
		return
	}
	if e != nil {
		c.faults = append(c.faults, e.Faults...)
		return
	}
	c.faults = append(c.faults, Fault{field, T("That can’t be read.")})
}

// Done returns the gathered faults as one error, nil when there are none.
func (c *Check) Done() error {
	if len(c.faults) == 0 {
		return nil
	}
	return &Error{Code: CodeInvalid, Msg: T("Something needs fixing"), Faults: c.faults}
}
