package serve

import (
	"portico/handlers"
	"portico/internal/mail"
	"portico/internal/queue"
	"portico/portal"
	"portico/service"
	"portico/store"
)

// carriers says how mail leaves: the flags win over the settings, which are asked for every mail.
func (c *Config) carriers() (func(portal.MailSettings, string) (service.Carrier, error), error) {
	w := &mail.Wires{Folder: c.MailDir, Forced: c.MailDir != "", Out: c.Out}
	if w.Folder == "" {
		w.Folder = c.beside("mail")
	}
	if c.SMTP != "" {
		server, err := mail.ParseConfig(c.SMTP)
		if err != nil {
			return nil, wrong("smtp", "%v", err)
		}
		w.Server = &server
	}
	return func(m portal.MailSettings, password string) (service.Carrier, error) { return w.Carrier(m, password) }, nil
}

// work starts the worker that sends mails and does whatever else was left for later.
func (p *Program) work() {
	w := p.Service.Worker(queue.Options{})
	w.Start()
	p.worker.Store(w)
}

// notify tells open pages, and the worker, what a transaction has changed.
func (p *Program) notify() func(map[store.Topic]struct{}) {
	pages := handlers.Notify(p.hub)
	return func(changed map[store.Topic]struct{}) {
		pages(changed)
		if _, queued := changed[store.Topic{Kind: 'q'}]; !queued {
			return
		}
		if w := p.worker.Load(); w != nil {
			w.Wake()
		}
	}
}
