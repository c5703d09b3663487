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
	chunksPerTx = 16 // 338 MB/s against 97 with one chunk a transaction
)

// BlobBuckets are the buckets that blobs need.
func BlobBuckets() []string { return []string{blobMeta, blobData, blobGone} }

// ErrNoBlob is a blob that is not there, or not any more.
var ErrNoBlob = errors.New("no such file")

var uploads = sync.Pool{New: func() any { return new([chunkSize * chunksPerTx]byte) }}

// PutBlob stores what r reads under a random id. The blob exists only once all of it is on disk: what an
// interrupted upload leaves is swept away.
func (db *DB) PutBlob(ctx context.Context, r io.Reader) (id uint64, size int64, err error) {
	buf := uploads.Get().(*[chunkSize * chunksPerTx]byte)
	defer uploads.Put(buf)
	n, last, err := fill(r, buf[:])
	if err != nil {
		return 0, 0, err
	}
	up := upload{id: randomID()}
	if last { // small enough for one transaction
		err = db.Update(ctx, func(tx *Tx) error { return up.whole(tx, buf[:n]) })
		return up.id, int64(n), err
	}
	if err := db.Update(ctx, func(tx *Tx) error { return up.begin(tx) }); err != nil {
		return 0, 0, err
	}
	if err := db.stream(ctx, &up, r, buf[:]); err != nil {
		db.sweeper.add(up.first)
		return 0, 0, err
	}
	return up.id, up.size, nil
}

// stream stores a buffer that is full already and the rest of r.
func (db *DB) stream(ctx context.Context, up *upload, r io.Reader, buf []byte) error {
	n, last := len(buf), false
	for {
		if err := db.Update(ctx, func(tx *Tx) error { return up.put(tx, buf[:n]) }); err != nil {
			return err
		}
		up.chunks += chunksOf(n)
		up.size += int64(n)
		if last {
			return db.Update(ctx, func(tx *Tx) error { return up.finish(tx) })
		}
		var err error
		if n, last, err = fill(r, buf); err != nil {
			return err
		}
	}
}

// fill reads until buf is full or r ends.
func fill(r io.Reader, buf []byte) (n int, last bool, err error) {
	n, err = io.ReadFull(r, buf)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return n, true, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("reading the upload: %w", err)
	}
	return n, false, nil
}

// upload is a file on its way in.
type upload struct {
	id, first uint64
	chunks    int
	size      int64
}

func (u *upload) whole(tx *Tx, data []byte) (err error) {
	if u.first, err = tx.NextID(blobData); err != nil {
		return err
	}
	u.chunks = 0
	if err := u.put(tx, data); err != nil {
		return err
	}
	return tx.Put(blobMeta, key64(u.id), blobMark(u.first, chunksOf(len(data)), int64(len(data))))
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
