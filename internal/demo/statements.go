package demo

import (
	"portico/portal"
)

// statementDay is the day of the month on which Larkfield mails statements.
const statementDay = 3

// statements remembers the statements of the months that lie lately behind: those of accounts who ask for one.
func (b *builder) statements(names ...string) {
	for _, name := range names {
		a := b.find(name)
		for month := b.today.Month() - 1; b.today-month.First() < 90; month-- {
			on := (month + 1).First() + statementDay - 1
			if on < b.today && a.people[0].Email != "" {
				b.rememberStatement(a, a.people[0], portal.MonthPeriod(month), on)
			}
		}
	}
}

func (b *builder) rememberStatement(a *account, m *member, p portal.Period, on portal.Day) {
	at := b.at(on, 7, 10)
	b.tell(at, portal.Event{
		Kind: portal.EventStatementSent, Name: "Portico", Client: a.ID, Subject: portal.Ref{Kind: portal.KindClient, ID: uint64(a.ID)},
		Detail: p.From.ISO() + " – " + p.To.ISO() + " → " + m.Email,
	})
	b.post(&portal.Mail{
		Kind: portal.MailStatement, To: m.Email, ToName: m.Name, Client: a.ID, Contact: m.ID, Person: m.Person, Created: at,
		Subject: "Statement from Larkfield Heating & Air, " + p.From.ISO() + " to " + p.To.ISO(),
	}, portal.LetterFacts{By: "Portico", Client: a.Name, From: p.From, To: p.To})
}
