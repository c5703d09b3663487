package kv

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"testing"
	"testing/iotest"
)

func content(n int) []byte {
	r := rand.NewChaCha8([32]byte{1})
	b := make([]byte, n)
	_, _ = r.Read(b)
	return b
}

func store(t *testing.T, db *DB, data []byte) uint64 {
	t.Helper()
	id, size, err := db.PutBlob(context.Background(), bytes.NewReader(data))
	must(t, err)
	if size != int64(len(data)) {
		t.Fatalf("stored %d bytes of %d", size, len(data))
	}
	return id
}

// chunks counts what is kept of files.
func (db *DB) chunks(t *testing.T) (files, chunks, gone int) {
	t.Helper()
	must(t, db.View(context.Background(), func(tx *Tx) error {
		files, chunks, gone = tx.Count(blobMeta), tx.Count(blobData), tx.Count(blobGone)
		return CheckBlobs(tx, func(err error) { t.Error(err) })
	}))
	return files, chunks, gone
}

func (db *DB) swept(t *testing.T) {
	t.Helper()
	for _, _, gone := db.chunks(t); gone > 0; _, _, gone = db.chunks(t) {
		runtime.Gosched()
	}
}

func TestBlobRoundTrip(t *testing.T) {
	db := openTest(t, BlobBuckets()...)
	for _, n := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, chunkSize * chunksPerTx, chunkSize*chunksPerTx + 1, 11<<20 + 7} {
		data := content(n)
		b, err := db.Blob(context.Background(), store(t, db, data))
		must(t, err)
		got, err := io.ReadAll(b)
		must(t, err)
		if !bytes.Equal(got, data) || b.Size() != int64(n) {
			t.Errorf("%d bytes come back as %d others", n, len(got))
		}
	}
	db.chunks(t)
}

func TestBlobRange(t *testing.T) {
	db := openTest(t, BlobBuckets()...)
	data := content(3*chunkSize + 100)
	b, err := db.Blob(context.Background(), store(t, db, data))
	must(t, err)
	if err := iotest.TestReader(b, data); err != nil { // seeks and reads in many ways
		t.Error(err)
	}
	for _, at := range []int64{chunkSize - 3, 0, 3*chunkSize + 99, 2 * chunkSize} {
		_, err := b.Seek(at, io.SeekStart)
		must(t, err)
		part := make([]byte, min(10, len(data)-int(at)))
		_, err = io.ReadFull(b, part)
		must(t, err)
		if !bytes.Equal(part, data[at:int(at)+len(part)]) {
			t.Errorf("a range from %d is wrong", at)
		}
	}
	if _, err := b.Seek(0, 9); err == nil {
		t.Error("it can seek from nowhere")
	}
	if _, err := b.Seek(-1, io.SeekStart); err == nil {
		t.Error("it can seek before the start")
	}
}

func TestBlobDeletedWhileRead(t *testing.T) {
	db := openTest(t, BlobBuckets()...)
	id := store(t, db, content(40*chunkSize))
	b, err := db.Blob(context.Background(), id)
	must(t, err)
	_, err = io.CopyN(io.Discard, b, 100)
	must(t, err)
	must(t, db.Update(context.Background(), func(tx *Tx) error { return tx.DeleteBlob(id) }))
	db.swept(t)
	if _, err := io.Copy(io.Discard, b); !errors.Is(err, ErrNoBlob) {
		t.Errorf("reading on: %v", err)
	}
	if _, err := db.Blob(context.Background(), id); !errors.Is(err, ErrNoBlob) {
		t.Errorf("opening: %v", err)
	}
	if files, chunks, _ := db.chunks(t); files != 0 || chunks != 0 {
		t.Errorf("%d files, %d chunks are left", files, chunks)
	}
}

func TestInterruptedUploadIsSwept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kv.db")
	db, err := Open(path, BlobBuckets(), Options{NoSync: true})
	must(t, err)
	kept := store(t, db, content(9<<20))
	broken := io.MultiReader(bytes.NewReader(content(9<<20)), iotest.ErrReader(errNo))
	if _, _, err := db.PutBlob(context.Background(), broken); !errors.Is(err, errNo) {
		t.Fatal(err)
	}
	db.swept(t)

	up := upload{} // as a killed process leaves it
	must(t, db.Update(context.Background(), func(tx *Tx) error { return up.begin(tx) }))
	must(t, db.Update(context.Background(), func(tx *Tx) error { return up.put(tx, content(40*chunkSize)) }))
	must(t, db.Close())
	db, err = Open(path, BlobBuckets(), Options{NoSync: true})
	must(t, err)
	defer db.Close()
	db.swept(t)
	if files, chunks, _ := db.chunks(t); files != 1 || chunks != 36 {
		t.Errorf("%d files, %d chunks are left, want the whole one", files, chunks)
	}
	_, err = db.Blob(context.Background(), kept)
	must(t, err)
}

func TestCheckBlobsFindsLostAndStrayChunks(t *testing.T) {
	db := openTest(t, BlobBuckets()...)
	store(t, db, content(3*chunkSize))
	must(t, db.Update(context.Background(), func(tx *Tx) error {
		return errors.Join(tx.Delete(blobData, chunkKey(1, 2)), tx.Put(blobData, chunkKey(77, 0), []byte("stray")))
	}))
	found := 0
	must(t, db.View(context.Background(), func(tx *Tx) error { return CheckBlobs(tx, func(error) { found++ }) }))
	if found != 2 {
		t.Errorf("found %d faults, want 2", found)
	}
}
