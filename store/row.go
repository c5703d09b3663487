package store

import (
	"encoding/binary"
	"fmt"

	"portico/portal"
)

// codec writes and reads the rows of one tree, without their version byte. The rows of the busiest lists have
// one by hand: 25 rows are read in 8 µs, against 45 through CBOR.
type codec[R any] struct {
	write func(*pen, *R)
	read  func(*eye, *R)
}

func (c *codec[R]) pack(version byte, r R) []byte {
	p := pen{version}
	c.write(&p, &r)
	return p
}

func (c *codec[R]) unpack(version byte, b []byte, r *R) error {
	if len(b) == 0 || b[0] != version {
		return fmt.Errorf("decoding %T: not of version %d", r, version)
	}
	e := eye{rest: string(b[1:])} // one copy, that all of the row's texts share
	c.read(&e, r)
	if e.short || e.rest != "" {
		return fmt.Errorf("decoding %T: it is cut off or too long", r)
	}
	return nil
}

// pen writes the fields of a row one after the other.
type pen []byte

func (p *pen) uint(v uint64) { *p = binary.AppendUvarint(*p, v) }
func (p *pen) int(v int64)   { *p = binary.AppendVarint(*p, v) }

func (p *pen) text(s string) {
	p.uint(uint64(len(s)))
	*p = append(*p, s...)
}

func (p *pen) flags(bs ...bool) {
	var v byte
	for i, b := range bs {
		if b {
			v |= 1 << i
		}
	}
	*p = append(*p, v)
}

// eye reads what a pen wrote. After a fault everything reads as nothing.
type eye struct {
	rest  string
	short bool
}

func (e *eye) uint() uint64 {
	var v uint64
	for shift := 0; shift < 64; shift += 7 {
		b := e.byte()
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	e.short = true
	return 0
}

func (e *eye) int() int64 {
	u := e.uint()
	return int64(u>>1) ^ -int64(u&1)
}

func (e *eye) byte() byte {
	if e.rest == "" {
		e.short = true
		return 0
	}
	b := e.rest[0]
	e.rest = e.rest[1:]
	return b
}

func (e *eye) text() string {
	n := e.uint()
	if n > uint64(len(e.rest)) {
		e.short, e.rest = true, ""
		return ""
	}
	s := e.rest[:n]
	e.rest = e.rest[n:]
	return s
}

var invoiceRows = &codec[portal.InvoiceRow]{
	write: func(p *pen, r *portal.InvoiceRow) {
		p.uint(uint64(r.ID))
		p.uint(uint64(r.Client))
		p.text(r.Number)
		p.uint(uint64(r.State))
		p.text(string(r.Currency))
		p.int(int64(r.Issued))
		p.int(int64(r.Due))
		p.uint(uint64(r.Property))
		p.uint(uint64(r.Contractor))
		p.text(r.Description)
		p.text(r.Order)
		p.int(r.Net)
		p.int(r.Tax)
		p.int(r.Total)
		p.int(r.Paid)
		p.int(int64(r.PaidOn))
		p.int(r.Credited)
		p.int(r.Fees)
		p.uint(uint64(r.Batch))
		p.flags(r.IsSent, r.IsViewed)
	},
	read: func(e *eye, r *portal.InvoiceRow) {
		r.ID, r.Client, r.Number = portal.InvoiceID(e.uint()), portal.ClientID(e.uint()), e.text()
		r.State, r.Currency = portal.InvoiceState(e.uint()), portal.Currency(e.text())
		r.Issued, r.Due = portal.Day(e.int()), portal.Day(e.int())
		r.Property, r.Contractor = portal.PropertyID(e.uint()), portal.ContractorID(e.uint())
		r.Description, r.Order = e.text(), e.text()
		r.Net, r.Tax, r.Total, r.Paid, r.PaidOn = e.int(), e.int(), e.int(), e.int(), portal.Day(e.int())
		r.Credited, r.Fees, r.Batch = e.int(), e.int(), portal.BatchID(e.uint())
		flags := e.byte()
		r.IsSent, r.IsViewed = flags&1 != 0, flags&2 != 0
	},
}

func (t *tree[ID, T, R]) packRow(rec *T) ([]byte, error) {
	if t.codec != nil {
		return t.codec.pack(t.rev, t.row(*rec)), nil
	}
	return pack(t.rev, t.row(*rec))
}

func (t *tree[ID, T, R]) unpackRow(b []byte, r *R) error {
	if t.codec != nil {
		return t.codec.unpack(t.rev, b, r)
	}
	return unpack(t.rev, b, r)
}
