package ui

import (
	"github.com/a-h/templ"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
)

var requestLooks = [...]look{
	portal.RequestOpen:     {Info, "hourglass"},
	portal.RequestAnswered: {Success, "reply"},
	portal.RequestClosed:   {Plain, "circle-check"},
}

// RequestState is where a request is on its way.
func RequestState(s portal.RequestState) templ.Component { return badge{requestLooks[s], "", s} }

// ThreadOf is a thread of messages as one side reads it.
type ThreadOf struct {
	Messages []portal.Message
	Reader   portal.Side
	Business string
	Files    map[portal.DocumentID]portal.FileRow
	File     func(portal.DocumentID) paths.URL // where one is saved
	Thumb    func(portal.DocumentID) paths.URL
}

// cells are the files that came with a message.
func (t ThreadOf) cells(m portal.Message) (cs []DocumentCell) {
	for _, id := range m.Files {
		if f, there := t.Files[id]; there {
			cs = append(cs, DocumentCell{FileRow: f, URL: t.File(id), Thumb: t.Thumb(id)})
		}
	}
	return cs
}

// who names whoever wrote a message: the office's with the business, and for whom staff wrote.
func (t ThreadOf) who(l *words.Locale, m portal.Message) string {
	switch {
	case m.Behalf != "":
		return l.T("%s for %s", m.Name, m.Behalf)
	case m.Staff && t.Reader == portal.ClientSide:
		return l.T("%s, %s", m.Name, t.Business)
	}
	return m.Name
}

func (t ThreadOf) own(m portal.Message) bool { return m.Side() == t.Reader }

// RequestLink is where a request is read: on the client's side or in the office; nil for whoever may not.
type RequestLink func(portal.RequestID) paths.URL

// noticeText says that a document is in question.
func noticeText(l *words.Locale, r portal.RequestRow) string {
	switch r.Kind {
	case portal.Dispute:
		return l.T("This invoice is disputed.")
	case portal.Correction:
		return l.T("A correction of this payment was asked for.")
	}
	return l.T("%s %s is about this.", r.Kind, r.Number)
}
