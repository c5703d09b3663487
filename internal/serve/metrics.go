package serve

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"portico/handlers/web"
	"portico/internal/safe"
	"portico/portal"
	"portico/store"
)

// meter counts requests and opens the metrics' own listener: what it tells is not for everybody.
func (p *Program) meter(env *web.Env) error {
	l, err := net.Listen("tcp", p.cfg.Metrics)
	if err != nil {
		return err
	}
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), figures{p})
	env.Observe = observer(r)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(r, promhttp.HandlerOpts{}))
	s := server(mux)
	slog.Info("metrics", "address", "http://"+l.Addr().String()+"/metrics")
	p.background("metrics", s, func() error { return s.Serve(l) })
	return nil
}

func observer(r *prometheus.Registry) func(method, route string, status int, took time.Duration) {
	count := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "portico_http_requests_total", Help: "Requests by route and status.",
	}, []string{"method", "route", "status"})
	times := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "portico_http_request_seconds", Help: "Time to answer, live streams left out.",
		Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "route"})
	r.MustRegister(count, times)
	return func(method, route string, status int, took time.Duration) {
		if route == "" {
			method, route = "any", "none" // whatever strangers make up must not become series
		}
		count.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
		if took > 0 {
			times.WithLabelValues(method, route).Observe(took.Seconds())
		}
	}
}

// figures are read when somebody asks for them.
type figures struct{ p *Program }

var (
	storeBytes = prometheus.NewDesc("portico_store_bytes", "Length of the data file.", nil, nil)
	mailCount  = prometheus.NewDesc("portico_mails", "Mails in the outbox by state.", []string{"state"}, nil)
	streams    = prometheus.NewDesc("portico_live_streams", "Live streams open now.", nil, nil)
	tasks      = prometheus.NewDesc("portico_tasks_total", "Attempts at queued work by kind and result.", []string{"kind", "result"}, nil)
	panics     = prometheus.NewDesc("portico_panics_total", "Crashes in the background that were caught.", nil, nil)
)

// Describe implements prometheus.Collector.
func (f figures) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{storeBytes, mailCount, streams, tasks, panics} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (f figures) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	counter := func(d *prometheus.Desc, v uint64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v), labels...)
	}
	gauge(storeBytes, float64(f.p.db.Size()))
	gauge(streams, float64(f.p.hub.Stats().Streams))
	counter(panics, safe.Panics())
	for kind, s := range f.p.worker.Load().Stats() {
		counter(tasks, s.Done, kind, "done")
		counter(tasks, s.Retried, kind, "retried")
		counter(tasks, s.Failed, kind, "failed")
	}
	err := f.p.db.View(context.Background(), func(tx *store.Tx) error {
		for state, n := range tx.MailCounts() {
			gauge(mailCount, float64(n), portal.MailState(state).Key())
		}
		return nil
	})
	if err != nil {
		slog.Error("metrics: the outbox can't be counted", "error", err)
	}
}
