package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"portico/store/kv"
)

// ErrNewer is a file that a newer program has written. Nothing in it was changed.
var ErrNewer = errors.New("this data file is from a newer Portico: nothing was changed")

// migration changes records in chunks of at most chunkSize. It gets where the chunk before ended, nil at
// first, and returns where this one did, nil when all is done. The place is kept in the same transaction,
// so that a migration that was killed goes on.
type migration func(tx *Tx, from []byte) (next []byte, err error)

// migrations is append-only. The first marks the file as ours.
var migrations = []migration{
	func(*Tx, []byte) ([]byte, error) { return nil, nil },
}

// chunkRecords is how many records one transaction of a migration or rebuild writes: bbolt splits its
// nodes only at commit, so that bigger ones take quadratic time.
const chunkRecords = 500

// sumsRev is bumped when a tree or the ledger adds up differently: all sums are then made anew.
const sumsRev = 1

const (
	metaSchema    = "schema"
	metaMigrating = "migrating"
	metaRev       = "rev "     // + name → rev that the index was made with; none = 0
	metaRebuild   = "rebuild " // + name → rev | place: how far a rebuild got
)

// accept looks at a file before anything is written to it.
func accept(k *kv.Tx) error {
	if !k.Has(bucketMeta) || k.Get(bucketMeta, []byte(metaSchema)) == nil {
		return acceptUnmarked(k)
	}
	if schema := k.Int(bucketMeta, []byte(metaSchema)); schema > int64(len(migrations)) {
		return fmt.Errorf("%w (schema %d, this program knows %d)", ErrNewer, schema, len(migrations))
	}
	known := revisions()
	return k.Walk(bucketMeta, []byte(metaRev), nil, func(name, v []byte) (bool, error) {
		if rev, ok := known[string(name)]; !ok || len(v) != 1 || v[0] > rev {
			return false, fmt.Errorf("%w (it keeps lists of %s that this program doesn’t know)", ErrNewer, name)
		}
		return true, nil
	})
}

// acceptUnmarked takes a file that ended while it was being made: it has only empty buckets of ours.
func acceptUnmarked(k *kv.Tx) error {
	ours := buckets()
	return k.Buckets(func(name string, keys int) error {
		if keys > 0 || !slices.Contains(ours, name) {
			return kv.ErrForeign
		}
		return nil
	})
}

// revisions are the revs of all trees, and of the sums.
func revisions() map[string]byte {
	revs := map[string]byte{bucketSum: sumsRev}
	for _, t := range trees {
		revs[t.name()] = t.revision()
	}
	return revs
}

// current reports whether the file needs no upgrade.
func current(k *kv.Tx) bool {
	for name, rev := range revisions() {
		if revOf(k, name) != rev {
			return false
		}
	}
	return k.Int(bucketMeta, []byte(metaSchema)) == int64(len(migrations))
}

// upgrade brings the file to what this program reads. It goes on where it was interrupted.
func (db *DB) upgrade(ctx context.Context) error {
	ready := false
	err := db.View(ctx, func(tx *Tx) error { ready = current(tx.Tx); return nil })
	if err != nil || ready {
		return err
	}
	steps := []func(*Tx) (more bool, err error){begin, migrate}
	for _, t := range trees {
		steps = append(steps, func(tx *Tx) (bool, error) { return rebuildTree(tx, t) })
	}
	steps = append(steps, rebuildSums)
	for _, step := range steps {
		for more := true; more; {
			err := db.Update(ctx, func(tx *Tx) (err error) {
				more, err = step(tx)
				return err
			})
			if err != nil {
				return fmt.Errorf("bringing the data file up to date: %w", err)
			}
		}
	}
	return nil
}

// begin marks a new file as being of this version.
func begin(tx *Tx) (more bool, err error) {
	if tx.Get(bucketMeta, []byte(metaSchema)) != nil {
		return false, nil
	}
	for name, rev := range revisions() {
		if err := putRev(tx, name, rev); err != nil {
			return false, err
		}
	}
	return false, tx.putSchema(len(migrations))
}

func (tx *Tx) putSchema(n int) error { return tx.Put(bucketMeta, []byte(metaSchema), be64(uint64(n))) }

// migrate does one chunk of the next migration.
func migrate(tx *Tx) (more bool, err error) {
	done := int(tx.Int(bucketMeta, []byte(metaSchema)))
	if done == len(migrations) {
		return false, nil
	}
	next, err := migrations[done](tx, tx.Get(bucketMeta, []byte(metaMigrating)))
	if err != nil {
		return false, fmt.Errorf("migration %d: %w", done+1, err)
	}
	if next != nil {
		return true, tx.Put(bucketMeta, []byte(metaMigrating), next)
	}
	if err := tx.Delete(bucketMeta, []byte(metaMigrating)); err != nil {
		return false, err
	}
	return true, tx.putSchema(done + 1)
}
