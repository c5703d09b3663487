package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin/binding"

	"portico/portal"
	"portico/service"
	"portico/views/ui"
)

// maxTyped bounds one typed field of a form with files.
const maxTyped = 64 << 10

// TakeFiles takes in the files of a posted form, for a contact or for staff, and says how many. What can be put right comes back
// as the form to show again, with what is wrong.
func (c *Ctx) TakeFiles(sc service.Scope) (n int, again *ui.Form, err error) {
	in, typed, err := c.receive(sc)
	if in == nil && err == nil {
		in, err = c.S.Receive(c.ctx, sc) // says that there is none
	}
	defer in.Discard()
	if err == nil {
		property, _ := strconv.ParseUint(typed.Get("property"), 10, 64) // what is no id is none
		n, err = in.Keep(c.ctx, service.FileAbout{
			Property: portal.PropertyID(property), Note: strings.TrimSpace(typed.Get("note")), Key: typed.Get("key"),
		})
	}
	if FaultyFiles(err) {
		form := ui.Form{Values: typed}.Refused(err)
		return 0, &form, err
	}
	return n, nil, err
}

// BindFiles reads a posted form into a struct, as Bind does, and takes in the files that come with it; nil when there
// are none. Discard them in the end. Nobody sends a byte who may not: a form without files asks for no permission.
func (c *Ctx) BindFiles(sc service.Scope, into any) (in *service.Intake, err error) {
	in, typed, err := c.receive(sc)
	c.Request.PostForm = typed
	if bad := binding.MapFormWithTag(into, typed, "form"); bad != nil && err == nil {
		err = &portal.Error{Code: portal.CodeInvalid, Msg: portal.T("That form can’t be read."), Cause: bad}
	}
	return in, err
}

// receive reads a posted form and takes in the files that come with it, from the first one on.
func (c *Ctx) receive(sc service.Scope) (in *service.Intake, typed url.Values, err error) {
	typed, err = c.upload("files", func(name string, body io.Reader) (err error) {
		if in == nil {
			if in, err = c.S.Receive(c.ctx, sc); err != nil {
				return err
			}
		}
		return in.Add(c.ctx, name, body)
	})
	if errors.Is(err, service.ErrEnough) {
		err = nil // the fault is kept, for the others to come with it
	}
	return in, typed, err
}

// upload reads a posted form as it comes and never holds it whole: each file of a field goes to take; what was
// typed comes back.
func (c *Ctx) upload(field string, take func(name string, body io.Reader) error) (url.Values, error) {
	if kind, _, _ := mime.ParseMediaType(c.GetHeader("Content-Type")); kind != "multipart/form-data" {
		c.limitBody(DefaultLimit) // the room is for files: without any, all is held in memory
		err := c.parse()          // asking for a MultipartReader would be in its way
		if large := Large(err); large != nil {
			return c.Request.PostForm, large
		}
		return c.Request.PostForm, c.unread(field, err)
	}
	c.Request.Body = newSteady(c.Writer, c.Request.Body)
	parts, err := c.Request.MultipartReader()
	values := url.Values{}
	left := int64(DefaultLimit)
	for err == nil {
		var part *multipart.Part
		if part, err = parts.NextPart(); err != nil {
			break
		}
		if part.FormName() != field {
			err = typed(values, part, &left)
		} else if part.FileName() != "" { // a browser sends a field without a file too
			body := &watched{Reader: part}
			if stored := take(part.FileName(), body); stored != nil && body.err == nil {
				return values, stored
			}
			err = body.err
		}
	}
	if errors.Is(err, io.EOF) {
		return values, nil
	}
	return values, c.unread(field, err)
}

// typed reads a field. However many there are, no more is held than a form without files may have.
func typed(values url.Values, part *multipart.Part, left *int64) error {
	b, err := io.ReadAll(io.LimitReader(part, min(maxTyped, *left)))
	if *left -= int64(len(b) + len(part.FormName()) + 64); *left <= 0 {
		return &http.MaxBytesError{Limit: DefaultLimit}
	}
	values.Add(part.FormName(), plainText(string(b)))
	return err
}

// watched tells a body that broke off from a disk that did.
type watched struct {
	io.Reader
	err error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// unread says why a form with files could not be read to its end.
func (c *Ctx) unread(field string, err error) error {
	if err == nil {
		return nil
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		mb := c.V.Business.Portal.UploadMB
		return &portal.Error{
			Code: portal.CodeTooLarge, Cause: err, Msg: portal.T("Something needs fixing"),
			Faults: []portal.Fault{{Field: field, Msg: portal.T("That is too much at once: up to %d files of %d MB each.", portal.MaxFiles, mb)}},
		}
	}
	return &portal.Error{Code: portal.CodeInvalid, Cause: err, Msg: portal.T("The files did not arrive whole, so nothing was stored. Send them again.")}
}
