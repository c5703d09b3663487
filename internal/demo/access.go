package demo

import (
	"time"

	"portico/portal"
)

// let gives a contact access in one of the states it can be in.
func (b *builder) let(m *member, a *account) {
	m.Permissions = b.permissions(a)
	switch k := b.IntN(100); {
	case k < 46:
		b.accepted(m, a)
	case k < 58:
		b.invited(m, b.between(0, 5))
	case k < 66:
		b.invited(m, b.between(8, 200)) // the invitation ran out
	case k < 69:
		b.invited(m, b.between(1, 60))
		m.Delivery = pick(b, bounces)
	case k < 73:
		m.email, m.Email = "", "" // no e-mail: cannot be invited
	case k < 76:
		m.Archived = true
	}
}

// bounces are why invitations did not arrive, as the mail worker says it.
var bounces = []string{
	"The address does not exist at the receiver’s mail server.",
	"The receiver’s mailbox is full.",
	"The receiver’s mail server refused the mail.",
}

func (b *builder) permissions(a *account) portal.Permissions {
	p := portal.PresetAdmin
	switch k := b.IntN(100); {
	case a.kind == household && k < 70, k < 35:
	case k < 60:
		p = portal.PresetAccounts
	case k < 74:
		p = portal.PresetSite
	case k < 88:
		p = portal.PresetViewOnly
	default: // adjusted by hand
		return portal.Set(portal.ViewInvoices, portal.ViewPayments, portal.EditProfile, portal.RaiseRequests).With(portal.UploadFiles, b.chance(50))
	}
	return p.Permissions().With(portal.UploadFiles, b.chance(60))
}

// accepted is a green cloud: invited long ago, in since, and back now and then.
func (b *builder) accepted(m *member, a *account) {
	invited := max(a.since, b.today-portal.Day(b.between(15, 800)))
	m.On, m.seen = true, true
	m.Invited = b.at(invited, b.between(8, 16), b.IntN(60))
	m.InviteEnds = m.Invited.Add(7 * 24 * time.Hour)
	m.Accepted = m.Invited.Add(time.Duration(b.between(20, 5000)) * time.Minute)
	if m.Accepted.After(b.now) {
		m.Accepted = m.Invited.Add(time.Minute)
	}
	back := b.between(0, 60)
	if b.chance(20) {
		back = b.between(90, 400)
	}
	m.LastSeen = b.at(b.today-portal.Day(back), b.between(7, 21), b.IntN(60))
	if m.LastSeen.Before(m.Accepted) {
		m.LastSeen = m.Accepted
	}
}

// invited is a green cloud with a dot: the invitation went out some days ago and was not used.
func (b *builder) invited(m *member, days int) {
	m.On = true
	m.Invited = b.at(b.today-portal.Day(days), b.between(8, 16), b.IntN(60))
	m.InviteEnds = m.Invited.Add(7 * 24 * time.Hour)
	m.Created = m.Invited.Add(-time.Hour)
}
