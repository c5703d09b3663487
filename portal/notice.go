package portal

// Notice is an e-mail that a person can do without.
type Notice struct {
	Key  string // in Person.Mute and NotifySettings.Off
	Name string
	Kind MailKind
}

// Notices are the optional e-mails, in the order they are offered.
var Notices = []Notice{
	{"invoice", "An invoice was issued", MailInvoice},
	{"payment", "A payment was recorded", MailReceipt},
	{"estimate", "An estimate is ready", MailEstimate},
}

// Mutes reports whether the person turned an optional e-mail off.
func (p Person) Mutes(kind MailKind) bool {
	for _, n := range Notices {
		if n.Kind != kind {
			continue
		}
		for _, m := range p.Mute {
			if m == n.Key {
				return true
			}
		}
	}
	return false
}
