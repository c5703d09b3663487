package kv

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Files live in the same bbolt file, in chunks under sequential keys.
//
//	blob       id(8, random) → first(8) | chunks(4) | size(8)
//	blob.data  first(8) | n(4) → up to 256 KiB
//	blob.gone  first(8) → nothing           chunks that belong to no file: an upload under way, or a deleted file
const (
	blobMeta = "blob"
	blobData = "blob.data"
	blobGone = "blob.gone"

	chunkSize   = 256 << 10
	chunksPerTx = 8 // 380 MB/s, with 4 MB of memory while it commits; 16 make 440 with 8 MB, 4 make 150
)

// BlobBuckets are the buckets that blobs need.
func BlobBuckets() []string { return []string{blobMeta, blobData, blobGone} }

// ErrNoBlob is a blob that is not there, or not any more.
var ErrNoBlob = errors.New("no such file")

var uploads = sync.Pool{New: func() any { return new([chunkSize * chunksPerTx]byte) }}

// PutBlob stores what r reads under a random id, for good.
func (db *DB) PutBlob(ctx context.Context, r io.Reader) (id uint64, size int64, err error) {
	u, err := db.Upload(ctx, r)
	if err != nil {
		return 0, 0, err
	}
	defer u.Discard()
	err = db.Update(ctx, func(tx *Tx) (err error) {
		id, err = tx.KeepBlob(u)
		return err
	})
	return id, u.Size(), err
}

// Upload is a file that is on disk and that nobody has yet. What is not kept goes: at once when it is
// discarded, else at the next start. So a record and its file come into being together, or not at all.
type Upload struct {
	db *DB
	upload
	begun, over bool
}

// Upload stores what r reads, a few chunks at a time, for KeepBlob to make a file of.
func (db *DB) Upload(ctx context.Context, r io.Reader) (*Upload, error) {
	buf := uploads.Get().(*[chunkSize * chunksPerTx]byte)
	defer uploads.Put(buf)
	u := &Upload{db: db, upload: upload{id: randomID()}}
	for last := false; !last; {
		var n int
		var err error
		if n, last, err = fill(r, buf[:]); err == nil {
			err = db.Update(ctx, func(tx *Tx) error { return u.add(tx, buf[:n]) })
		}
		if err != nil {
			u.Discard()
			return nil, err
		}
		u.begun = true
		u.chunks += chunksOf(n)
		u.size += int64(n)
	}
	return u, nil
}

func (u *Upload) add(tx *Tx, data []byte) error {
	if !u.begun {
		if err := u.begin(tx); err != nil {
			return err
		}
	}
	return u.put(tx, data)
}

// Size is the file's length in bytes.
func (u *Upload) Size() int64 { return u.size }

// Open reads what was stored, before anybody has it.
func (u *Upload) Open(ctx context.Context) *Blob {
	return &Blob{db: u.db, ctx: ctx, first: u.first, size: u.size, chunk: -1}
}

// Discard removes what was stored, unless it was kept.
func (u *Upload) Discard() {
	if u.begun && !u.over {
		u.over = true
		u.db.sweeper.add(u.first)
	}
}

// KeepBlob makes a file of an upload once the transaction is on disk, and tells the file's id.
func (tx *Tx) KeepBlob(u *Upload) (id uint64, err error) {
	if u.over {
		return 0, ErrNoBlob
	}
	tx.After(func() { u.over = true })
	return u.id, u.finish(tx)
}

// fill reads until buf is full or r ends. A reader that broke off says so with io.ErrUnexpectedEOF: that is no end.
func fill(r io.Reader, buf []byte) (n int, last bool, err error) {
	for n < len(buf) {
		m, err := r.Read(buf[n:])
		n += m
		if errors.Is(err, io.EOF) {
			return n, true, nil
		}
		if err != nil {
			return 0, false, fmt.Errorf("reading the upload: %w", err)
		}
	}
	return n, false, nil
}

// upload is a file on its way in.
type upload struct {
	id, first uint64
	chunks    int
	size      int64
}

func (u *upload) begin(tx *Tx) (err error) {
	if u.first, err = tx.NextID(blobData); err != nil {
		return err
	}
	return tx.Put(blobGone, key64(u.first), nil)
}

func (u *upload) put(tx *Tx, data []byte) error {
	for n := u.chunks; len(data) > 0; n++ {
		part := data[:min(chunkSize, len(data))]
		if err := tx.Put(blobData, chunkKey(u.first, n), part); err != nil {
			return err
		}
		data = data[len(part):]
	}
	return nil
}

func (u *upload) finish(tx *Tx) error {
	if err := tx.Delete(blobGone, key64(u.first)); err != nil {
		return err
	}
	return tx.Put(blobMeta, key64(u.id), blobMark(u.first, u.chunks, u.size))
}

func chunksOf(size int) int { return (size + chunkSize - 1) / chunkSize }

func blobMark(first uint64, chunks int, size int64) []byte {
	m := binary.BigEndian.AppendUint64(make([]byte, 0, 20), first)
	m = binary.BigEndian.AppendUint32(m, uint32(chunks))
	return binary.BigEndian.AppendUint64(m, uint64(size))
}

func key64(v uint64) []byte { return binary.BigEndian.AppendUint64(make([]byte, 0, 8), v) }

func chunkKey(first uint64, n int) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(make([]byte, 0, 12), first), uint32(n))
}

func randomID() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return binary.BigEndian.Uint64(b[:]) | 1
}

// DeleteBlob removes a file. Its chunks go later, a few in each transaction.
func (tx *Tx) DeleteBlob(id uint64) error {
	meta := tx.Get(blobMeta, key64(id))
	if len(meta) != 20 {
		return nil
	}
	first := binary.BigEndian.Uint64(meta)
	if err := tx.Put(blobGone, key64(first), nil); err != nil {
		return err
	}
	tx.After(func() { tx.db.sweeper.add(first) })
	return tx.Delete(blobMeta, key64(id))
}

// HasBlob reports whether there is a file under an id.
func (tx *Tx) HasBlob(id uint64) bool { return len(tx.Get(blobMeta, key64(id))) == 20 }

// Blob opens a stored file for reading. Each chunk is read in a View of its own, so that a slow reader
// never pins a page. It is an io.ReadSeeker for http.ServeContent.
func (db *DB) Blob(ctx context.Context, id uint64) (*Blob, error) {
	b := &Blob{db: db, ctx: ctx, chunk: -1}
	err := db.View(ctx, func(tx *Tx) error {
		meta := tx.Get(blobMeta, key64(id))
		if len(meta) != 20 {
			return ErrNoBlob
		}
		b.first, b.size = binary.BigEndian.Uint64(meta), int64(binary.BigEndian.Uint64(meta[12:]))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Blob reads one stored file.
type Blob struct {
	db    *DB
	ctx   context.Context
	first uint64
	size  int64
	at    int64
	chunk int // which one buf holds
	buf   []byte
}

// Size is the file's length in bytes.
func (b *Blob) Size() int64 { return b.size }

// Read implements io.Reader. A file that is deleted meanwhile ends in ErrNoBlob.
func (b *Blob) Read(p []byte) (int, error) {
	if b.at >= b.size {
		return 0, io.EOF
	}
	if n := int(b.at / chunkSize); n != b.chunk {
		if err := b.load(n); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.buf[b.at%chunkSize:])
	b.at += int64(n)
	return n, nil
}

func (b *Blob) load(n int) error {
	b.chunk = -1
	err := b.db.View(b.ctx, func(tx *Tx) error {
		b.buf = append(b.buf[:0], tx.Get(blobData, chunkKey(b.first, n))...)
		return nil
	})
	if err != nil {
		return err
	}
	if int64(len(b.buf)) != min(chunkSize, b.size-int64(n)*chunkSize) {
		return ErrNoBlob
	}
	b.chunk = n
	return nil
}

// Seek implements io.Seeker.
func (b *Blob) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += b.at
	case io.SeekEnd:
		offset += b.size
	default:
		return 0, errors.New("seek from nowhere")
	}
	if offset < 0 {
		return 0, errors.New("seek before the start of a file")
	}
	b.at = offset
	return offset, nil
}
