package mail

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"portico/internal/words"
	"portico/portal"
)

// Writer writes letters. It satisfies service.Letters.
type Writer struct{}

// Write makes the subject and both parts of a letter, in the receiver's language.
func (Writer) Write(ctx context.Context, l portal.Letter) (portal.Written, error) {
	write, ok := kinds[l.Kind]
	if !ok {
		return portal.Written{}, fmt.Errorf("mail: no letter of kind %d", l.Kind)
	}
	d := &desk{Locale: words.New(l.Language, l.Business), l: clean(l)}
	p := write(d)
	var html bytes.Buffer
	if err := letter(d.look(), p).Render(words.With(ctx, d.Locale), &html); err != nil {
		return portal.Written{}, fmt.Errorf("mail: %w", err)
	}
	return portal.Written{Subject: shorten(plainText(p.Subject), 180), HTML: html.String(), Text: d.text(p)}, nil
}

var kinds = map[portal.MailKind]func(*desk) page{
	portal.MailCode:            code,
	portal.MailInvitation:      invitation,
	portal.MailRegister:        register,
	portal.MailRegistered:      registered,
	portal.MailAccessChanged:   accessChanged,
	portal.MailNewDevice:       newDevice,
	portal.MailInvoice:         invoice,
	portal.MailChanged:         changed,
	portal.MailTest:            test,
	portal.MailReceipt:         receipt,
	portal.MailAccepted:        accepted,
	portal.MailClaimed:         claimed,
	portal.MailAlert:           alert,
	portal.MailPaymentDeclined: declined,
	portal.MailPaymentFailed:   bounced,
	portal.MailRefund:          refunded,
	portal.MailPayee:           payeeChanged,
	portal.MailStatement:       statement,
	portal.MailCreditNote:      creditNote,
	portal.MailBatch:           batch,

	portal.MailUpload:          uploaded,
	portal.MailShared:          sharedFiles,
	portal.MailRequestRaised:   requestRaised,
	portal.MailRequestAnswered: requestAnswered,
	portal.MailReminder:        reminder,

	portal.MailEstimate:         estimate,
	portal.MailEstimateAnswered: estimateAnswered,
	portal.MailSigned:           estimateSigned,
}

// desk is where one letter is written.
type desk struct {
	*words.Locale
	l portal.Letter
}

// page is a letter before it is drawn.
type page struct {
	Subject   string
	Preheader string // what a mail program shows after the subject
	Title     string
	Blocks    []block
}

// say appends blocks, passing over empty ones.
func (p *page) say(bs ...block) {
	for _, b := range bs {
		if !b.empty() {
			p.Blocks = append(p.Blocks, b)
		}
	}
}

func (d *desk) business() string { return d.l.Business.Profile.Name }

// until is the day on which a link ends.
func (d *desk) until() string {
	f := d.l.Facts
	if f.Ends.IsZero() {
		return ""
	}
	return d.Day(portal.DayOf(f.Ends, d.Zone()))
}

// where are the facts of who did something: the device, where it is and when it was.
func (d *desk) where() facts {
	var fs facts
	fs.add(d.T("Device"), d.l.Facts.Device)
	fs.add(d.T("Internet address"), d.l.Facts.IP)
	fs.add(d.T("When"), d.when(d.l.Facts.At))
	return fs
}

// when writes a moment with its zone: readers may live elsewhere.
func (d *desk) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return d.Time(t) + " " + d.zone(t)
}

func (d *desk) zone(t time.Time) string { return t.In(d.Zone()).Format("MST") }
