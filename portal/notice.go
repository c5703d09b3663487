package portal

import "slices"

// Notice is an e-mail that a person can do without.
type Notice struct {
	Key  string // in Person.Mute
	Name string
	Kind MailKind
}

// Notices are the optional e-mails, in the order they are offered.
var Notices = []Notice{
	{"invoice", "An invoice was issued", MailInvoice},
	{"batch", "A batch invoice is ready", MailBatch},
	{"payment", "A payment was recorded", MailReceipt},
	{"reminder", "A reminder of an open invoice", MailReminder},
	{"statement", "A statement of the account", MailStatement},
	{"request", "Your request was answered", MailRequestAnswered},
	{"estimate", "An estimate is ready", MailEstimate},
	{"shared", "A file was shared with you", MailShared},
}

// NoticesOf are the optional e-mails of staff, or of a client's contacts.
func NoticesOf(staff bool) []Notice {
	if !staff {
		return Notices
	}
	var out []Notice
	for _, n := range Notifications {
		if n.ToStaff() {
			out = append(out, Notice{n.Key, n.Name, n.Kind})
		}
	}
	return out
}

// Mutes reports whether the person turned an optional e-mail off.
func (p Person) Mutes(kind MailKind) bool {
	for _, staff := range []bool{false, true} {
		for _, n := range NoticesOf(staff) {
			if n.Kind == kind && slices.Contains(p.Mute, n.Key) {
				return true
			}
		}
	}
	return false
}

// MuteBut leaves only the wanted ones of some notices on, and everything else as it is.
func (p *Person) MuteBut(wanted []string, of []Notice) {
	for _, n := range of {
		p.Mute = slices.DeleteFunc(slices.Clone(p.Mute), func(key string) bool { return key == n.Key })
		if !slices.Contains(wanted, n.Key) {
			p.Mute = append(p.Mute, n.Key)
		}
	}
}
