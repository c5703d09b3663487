package service

import (
	"context"
	"slices"
	"strings"

	"portico/portal"
	"portico/store"
)

// Fixed says which settings flags of the command line have taken over: they show as read-only.
type Fixed struct {
	URL  string // --url; "" = the portal address counts
	Mail bool   // --smtp or --mail-dir
}

// Fixed is what the command line has set.
func (s *Service) Fixed() Fixed { return Fixed{URL: s.opt.URL, Mail: s.opt.SMTP} }

// saveSettings changes one section of the settings. The business's counter moves with it, so that every page
// is drawn anew.
func (s *Service) saveSettings(ctx context.Context, sc Scope, least portal.Role, section string, do func(*store.Tx, *portal.Business) error) error {
	return s.change(ctx, sc, staffOf(least), func(tx *store.Tx) error {
		b := *tx.Business()
		if err := do(tx, &b); err != nil {
			return err
		}
		if err := tx.PutBusiness(b); err != nil {
			return err
		}
		tx.Notify(office)
		e := sc.Actor.event(portal.EventSettings)
		e.Detail = section
		return tx.AddEvent(e)
	})
}

// over checks that a section is still the one that was edited, and counts the save.
func over(v *portal.Version, was portal.Version) error {
	if *v != was {
		return portal.Conflict()
	}
	*v++
	return nil
}

// SaveBusinessProfile saves who the business is. The logo has a use case of its own.
func (s *Service) SaveBusinessProfile(ctx context.Context, sc Scope, p portal.Profile, was portal.Version) error {
	if err := p.Validate(); err != nil {
		return err
	}
	return s.saveSettings(ctx, sc, portal.Office, "Business profile", func(_ *store.Tx, b *portal.Business) error {
		p := p
		p.Version, p.Logo, p.LogoHash = b.Profile.Version, b.Profile.Logo, b.Profile.LogoHash
		b.Profile = p
		return over(&b.Profile.Version, was)
	})
}

// SavePortal saves the switches of the client portal. Its address is the Owner's alone.
func (s *Service) SavePortal(ctx context.Context, sc Scope, p portal.PortalSettings, was portal.Version) error {
	if err := p.Validate(); err != nil {
		return err
	}
	return s.saveSettings(ctx, sc, portal.Office, "Client portal", func(tx *store.Tx, b *portal.Business) error {
		p := p
		if p.Address != b.Portal.Address {
			if err := stillStaff(tx, sc, staffOf(portal.Owner)); err != nil {
				return err
			}
		}
		p.Version = b.Portal.Version
		b.Portal = p
		return over(&b.Portal.Version, was)
	})
}

// SaveWording saves what the business calls things.
func (s *Service) SaveWording(ctx context.Context, sc Scope, w portal.Wording, was portal.Version) error {
	if err := w.Validate(); err != nil {
		return err
	}
	return s.saveSettings(ctx, sc, portal.Office, "Wording", func(_ *store.Tx, b *portal.Business) error {
		b.Wording.Words = w.Words
		return over(&b.Wording.Version, was)
	})
}

// SaveTaxes saves the rates. A new one gets an id that no rate had before it.
func (s *Service) SaveTaxes(ctx context.Context, sc Scope, t portal.TaxSettings, was portal.Version) error {
	if err := dedupe(t.Validate()); err != nil {
		return err
	}
	return s.saveSettings(ctx, sc, portal.Office, "Taxes", func(tx *store.Tx, b *portal.Business) error {
		last := tx.Counter("tax rate")
		for _, r := range b.Taxes.Rates {
			last = max(last, r.ID)
		}
		rates := slices.Clone(t.Rates)
		for i := range rates {
			if rates[i].ID == 0 || !hasRate(b.Taxes.Rates, rates[i].ID) {
				last++
				rates[i].ID = last
			}
		}
		b.Taxes.Rates, b.Taxes.Inclusive, b.Taxes.PerLine = rates, t.Inclusive, t.PerLine
		if err := tx.SetCounter("tax rate", last); err != nil {
			return err
		}
		return over(&b.Taxes.Version, was)
	})
}

func hasRate(rates []portal.TaxRate, id uint64) bool {
	return slices.ContainsFunc(rates, func(r portal.TaxRate) bool { return r.ID == id })
}

// SaveTerms saves what new invoices start from.
func (s *Service) SaveTerms(ctx context.Context, sc Scope, t portal.TermsSettings, was portal.Version) error {
	if err := t.Validate(); err != nil {
		return err
	}
	return s.saveSettings(ctx, sc, portal.Office, "Terms", func(tx *store.Tx, b *portal.Business) error {
		if t.Statements.Monthly && !b.Terms.Statements.Monthly {
			if err := beginMonthly(tx, t.Statements); err != nil {
				return err
			}
		}
		b.Terms.Days, b.Terms.Text, b.Terms.Statements = t.Days, t.Text, t.Statements
		return over(&b.Terms.Version, was)
	})
}

// Numbers is how one kind of document is numbered.
type Numbers struct {
	Kind   portal.Kind
	Prefix string
	Next   int64
}

// Numbering reads the prefixes and the next number of each kind.
func (s *Service) Numbering(ctx context.Context, sc Scope) (ns []Numbers, v portal.Version, err error) {
	if err := sc.officeAt(portal.Office); err != nil {
		return nil, 0, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		b := tx.Business()
		v, ns = b.Numbering.Version, nil
		for _, k := range portal.Numbered {
			ns = append(ns, Numbers{k, b.Numbering.Prefix(k), tx.LastNumber(k) + 1})
		}
		return nil
	})
	return ns, v, err
}

// SaveNumbering saves the prefixes and moves the sequences, forward only.
func (s *Service) SaveNumbering(ctx context.Context, sc Scope, ns []Numbers, was portal.Version) error {
	return s.saveSettings(ctx, sc, portal.Office, "Numbering", func(tx *store.Tx, b *portal.Business) error {
		if err := over(&b.Numbering.Version, was); err != nil {
			return err
		}
		var v portal.Check
		prefixes := map[portal.Kind]string{}
		for _, n := range ns {
			last := tx.LastNumber(n.Kind)
			v.That(portal.ValidPrefix(n.Prefix), "prefix_"+n.Kind.String(), "Use up to 12 letters, digits and - / . _")
			v.That(n.Next > last, "next_"+n.Kind.String(), "The next number can’t be below %d: numbers that were used are never used again.", last+1)
			v.That(n.Next < 1_000_000_000, "next_"+n.Kind.String(), "That number is too long.")
			prefixes[n.Kind] = n.Prefix
		}
		if err := v.Done(); err != nil {
			return err
		}
		b.Numbering.Prefixes = prefixes
		for _, n := range ns {
			if err := tx.SetLastNumber(n.Kind, n.Next-1); err != nil {
				return err
			}
		}
		return nil
	})
}

// SaveSignIn saves how people may sign in. Who asks all staff for a second factor must have one: nobody locks
// themself out.
func (s *Service) SaveSignIn(ctx context.Context, sc Scope, n portal.SignInSettings, was portal.Version) error {
	return s.saveSettings(ctx, sc, portal.Owner, "Sign-in", func(tx *store.Tx, b *portal.Business) error {
		me, err := tx.Person(sc.person)
		if err != nil {
			return err
		}
		var v portal.Check
		v.That(!n.StaffTOTP || b.SignIn.StaffTOTP || len(me.TOTP) > 0, "staff_totp", "Set up your own authenticator app first, in My profile. Else you would be locked out with everybody else.")
		if err := v.Done(); err != nil {
			return err
		}
		b.SignIn.Passwords, b.SignIn.StaffTOTP = n.Passwords, n.StaffTOTP
		return over(&b.SignIn.Version, was)
	})
}

// SaveMail saves how mail leaves. An empty password keeps the one there is, unless it is to be forgotten. Mails
// that wait for another try go at once: the settings may be what kept them.
func (s *Service) SaveMail(ctx context.Context, sc Scope, m portal.MailSettings, password string, forget bool, was portal.Version) error {
	if s.opt.SMTP {
		return portal.Invalid("Mail is set by the command line. Change it there.")
	}
	return s.saveSettings(ctx, sc, portal.Owner, "Mail", func(tx *store.Tx, b *portal.Business) error {
		m := m
		m.Version, m.Password = b.Mail.Version, b.Mail.Password
		if forget || m.Host == "" || m.User == "" && password == "" {
			m.Password = nil
		}
		if password != "" {
			m.Password = s.seal(forSMTP, password)
		}
		if moved(b.Mail, m) && password == "" && len(m.Password) > 0 {
			var v portal.Check
			v.That(false, "password", "Type the password again: it was given for another server.")
			return v.Done()
		}
		if err := m.Validate(len(m.Password) > 0); err != nil {
			return err
		}
		b.Mail = m
		if err := over(&b.Mail.Version, was); err != nil {
			return err
		}
		return tx.HurryTasks(taskMail, 200)
	})
}

// moved reports whether a password would go to another server than the one it was typed for.
func moved(old, now portal.MailSettings) bool { return !strings.EqualFold(old.Host, now.Host) }

// DataSize is the length of the data file in bytes.
func (s *Service) DataSize(sc Scope) (int64, error) { return s.db.Size(), sc.officeAt(portal.Owner) }
