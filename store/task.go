package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"portico/portal"
)

// Task is work that must follow: it is written in the transaction of its cause and done by the queue.
type Task struct {
	ID    uint64    `cbor:"1,keyasint"`
	Kind  string    `cbor:"2,keyasint"`
	Key   string    `cbor:"3,keyasint,omitempty"`
	Due   time.Time `cbor:"4,keyasint"`
	Facts []byte    `cbor:"5,keyasint,omitempty"`
	Tries int       `cbor:"6,keyasint,omitempty"`
	Why   string    `cbor:"7,keyasint,omitempty"`
}

// AddTask queues a task.
func (tx *Tx) AddTask(t Task) error {
	id, err := tx.NextID(bucketTask)
	if err != nil {
		return err
	}
	t.ID = id
	if t.Due.IsZero() {
		t.Due = tx.Now
	}
	tx.Notify(Topic{'q', 0})
	return tx.putTask(t)
}

func (tx *Tx) putTask(t Task) error {
	v, err := pack(recordVersion, t)
	if err != nil {
		return err
	}
	return tx.Put(bucketTask, taskKey(t), v)
}

func taskKey(t Task) []byte { return append(be64(uint64(t.Due.UnixMilli())), be64(t.ID)...) }

// DueTasks lists tasks whose time has come, the longest waiting first.
func (tx *Tx) DueTasks(now time.Time, limit int) (ts []Task, err error) {
	err = tx.Walk(bucketTask, nil, nil, func(k, v []byte) (bool, error) {
		if int64(binary.BigEndian.Uint64(k)) > now.UnixMilli() || len(ts) == limit {
			return false, nil
		}
		var t Task
		if err := unpack(recordVersion, v, &t); err != nil {
			return false, err
		}
		t.Due, t.ID = time.UnixMilli(int64(binary.BigEndian.Uint64(k))).UTC(), binary.BigEndian.Uint64(k[8:]) // exactly its key
		ts = append(ts, t)
		return true, nil
	})
	return ts, err
}

// NextTask is when the next task is due.
func (tx *Tx) NextTask() (due time.Time, ok bool) {
	k, _ := tx.Cursor(bucketTask).First()
	if k == nil {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(k))), true
}

// EndTask removes a task.
func (tx *Tx) EndTask(t Task) error { return tx.Delete(bucketTask, taskKey(t)) }

// DelayTask puts a task off. A task that is gone stays gone.
func (tx *Tx) DelayTask(t Task, due time.Time, why string) error {
	if tx.Get(bucketTask, taskKey(t)) == nil {
		return nil
	}
	if err := tx.EndTask(t); err != nil {
		return err
	}
	t.Due, t.Why = due, why
	t.Tries++
	return tx.putTask(t)
}

// HurryTasks makes up to limit tasks of a kind that wait for another try due at once.
func (tx *Tx) HurryTasks(kind string, limit int) error {
	var found []Task
	err := tx.Walk(bucketTask, nil, be64(uint64(tx.Now.UnixMilli())), func(k, v []byte) (bool, error) {
		var t Task
		if err := unpack(recordVersion, v, &t); err != nil {
			return false, err
		}
		if t.Kind == kind && t.Tries > 0 {
			t.Due = time.UnixMilli(int64(binary.BigEndian.Uint64(k))).UTC()
			found = append(found, t)
		}
		return len(found) < limit, nil
	})
	if err != nil {
		return err
	}
	for _, t := range found {
		if err := tx.EndTask(t); err != nil {
			return err
		}
		t.Due = tx.Now
		if err := tx.putTask(t); err != nil {
			return err
		}
	}
	tx.Notify(Topic{'q', 0})
	return nil
}

// NextNumber draws the next number of a kind, in the issuing transaction, so that a rollback leaves no gap.
// A number that an imported document has already is passed over.
func (tx *Tx) NextNumber(kind portal.Kind, prefix string) (string, error) {
	for {
		n, err := tx.AddInt(bucketNumber, []byte{byte(kind)}, 1)
		if err != nil {
			return "", err
		}
		number := fmt.Sprintf("%s%d", prefix, n)
		if tx.find(unique{byte(kind), 'n', foldKey(number)}) == 0 {
			return number, nil
		}
	}
}

// LastNumber is the last number drawn of a kind.
func (tx *Tx) LastNumber(kind portal.Kind) int64 { return tx.Int(bucketNumber, []byte{byte(kind)}) }

// SetLastNumber moves a kind's sequence forward; it never goes back.
func (tx *Tx) SetLastNumber(kind portal.Kind, n int64) error {
	d := n - tx.LastNumber(kind)
	if d < 0 {
		return portal.Invalid("A number that has been used can’t be used again.")
	}
	if d == 0 {
		return nil
	}
	_, err := tx.AddInt(bucketNumber, []byte{byte(kind)}, d)
	return err
}

// State reads a small named value that the program keeps for itself.
func (tx *Tx) State(name string) []byte {
	return bytes.Clone(tx.Get(bucketMeta, []byte("state "+name)))
}

// PutState saves a small named value.
func (tx *Tx) PutState(name string, v []byte) error {
	return tx.Put(bucketMeta, []byte("state "+name), v)
}
