package handlers

import (
	"portico/internal/live"
	"portico/store"
)

// Notify publishes what a transaction changed to the open pages.
func Notify(hub *live.Hub) func(map[store.Topic]struct{}) {
	return func(changed map[store.Topic]struct{}) {
		topics := make([]live.Topic, 0, len(changed)+1)
		office := false
		for t := range changed {
			if t.Kind == 'q' {
				continue
			}
			topics = append(topics, live.Topic{Kind: t.Kind, ID: t.ID})
			office = office || t.Kind == 'c'
		}
		if office {
			topics = append(topics, live.Topic{Kind: 'o'})
		}
		hub.Publish(topics...)
	}
}
