package store_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

var kills = flag.Int("crash.kills", 50, "how often the crash test kills its child")

// TestCrash runs itself again as a child that writes to a synced file from several goroutines and tells
// each thing that was acknowledged. The parent kills it at random moments and looks: what was acknowledged
// is there once, what was in doubt is there wholly or not at all, numbers have no gaps, and a full check
// finds nothing. SIGKILL keeps what the kernel has, so this says nothing of power loss; that the commits
// are synced is asserted apart.
func TestCrash(t *testing.T) {
	if path := os.Getenv("PORTICO_CRASH"); path != "" {
		crashChild(path)
		return
	}
	w := &witness{path: filepath.Join(t.TempDir(), "crash.db"), told: map[string]bool{}}
	w.prepare(t)
	for n := range *kills {
		w.run(t, n)
		w.verify(t)
		if t.Failed() {
			t.Fatalf("after %d kills", n+1)
		}
	}
	t.Logf("%d kills, %d acknowledged, %d in doubt of which %d are there", *kills, len(w.told), w.doubt, w.doubtThere)
	if len(w.told) < *kills {
		t.Errorf("only %d things were acknowledged: the child hardly wrote", len(w.told))
	}
}

// The child

const crashWriters = 6

func crashChild(path string) {
	pipe := os.NewFile(3, "acknowledged")
	tell := func(format string, args ...any) { // one write each, so that lines stay whole
		_, _ = pipe.WriteString(fmt.Sprintf(format, args...) + "\n")
	}
	db, err := store.Open(path, store.Options{Fatal: func(err error) { tell("wrong %v", err); os.Exit(3) }})
	if err != nil || !db.Synced() {
		tell("wrong opened: %v, synced: %v", err, err == nil && db.Synced())
		return
	}
	tell("ready")
	run := time.Now().UnixNano()
	var all sync.WaitGroup
	for g := range crashWriters {
		all.Go(func() {
			for n := 0; ; n++ {
				key := fmt.Sprintf("%d-%d-%d", run, g, n)
				tell("try %s", key)
				if err := crashWrite(db, g, n, key); err != nil {
					tell("wrong %s: %v", key, err)
					return
				}
				tell("did %s", key)
			}
		})
	}
	all.Wait()
}

func crashWrite(db *store.DB, g, n int, key string) error {
	ctx := context.Background()
	if g == 0 && n%4 == 0 {
		return crashFile(ctx, db, key)
	}
	return db.Update(ctx, func(tx *store.Tx) error {
		client := portal.ClientID(1 + rand.IntN(3))
		switch rand.IntN(8) {
		case 0:
			if err := tx.PutMail(&portal.Mail{Kind: portal.MailTest, To: "a@b.example", Created: tx.Now, MessageID: key}); err != nil {
				return err
			}
			return fmt.Errorf("changed my mind") // spoils the transaction of the others
		case 1, 2, 3:
			i := storetest.Draft(client, 1000+rand.Int64N(50_000), storetest.Today-portal.Day(rand.IntN(40)), "Boiler service")
			i.Order = key
			return storetest.Issue(tx, &i, 14)
		}
		p := portal.Payment{Client: client, On: storetest.Today, Amount: 1 + rand.Int64N(9000), Currency: "USD", Key: key, Created: tx.Now}
		var open []portal.Invoice
		err := tx.OldestOpen(portal.Sight{Client: client}, func(i portal.Invoice) (bool, error) {
			open = append(open, i)
			return len(open) < 5, nil
		})
		if err != nil {
			return err
		}
		p.Allocations = portal.AllocateOldest(p.Amount, open)
		return storetest.PayAndTell(tx, &p)
	})
}

// crashFile stores a file and notes its id, as a use case does.
func crashFile(ctx context.Context, db *store.DB, key string) error {
	id, _, err := db.PutBlob(ctx, strings.NewReader(fileOf(key)))
	if err != nil {
		return err
	}
	return db.Update(ctx, func(tx *store.Tx) error { return tx.PutState("file "+key, fmt.Append(nil, id)) })
}

// fileOf is more than one transaction's worth of a key.
func fileOf(key string) string { return strings.Repeat(key+" ", (5<<20)/len(key)) }

// The parent

type witness struct {
	path              string
	told              map[string]bool // everything that was ever acknowledged
	tried, did        []string        // in the last run
	doubt, doubtThere int
}

func (w *witness) prepare(t *testing.T) {
	db, err := store.Open(w.path, store.Options{})
	storetest.Must(t, err)
	for _, name := range []string{"Acme", "Birch", "Cedar"} {
		storetest.MustClient(t, db, name)
	}
	storetest.Must(t, db.Close())
}

// run starts a child and kills it: mostly while it writes, now and then while it opens the file.
func (w *witness) run(t *testing.T, n int) {
	read, write, err := os.Pipe()
	storetest.Must(t, err)
	defer read.Close()
	cmd := exec.Command(os.Args[0], "-test.run=^TestCrash$", "-test.count=1")
	cmd.Env = append(os.Environ(), "PORTICO_CRASH="+w.path)
	cmd.ExtraFiles = []*os.File{write}
	storetest.Must(t, cmd.Start())
	write.Close()
	lines := bufio.NewScanner(read)
	if n%8 == 7 {
		time.AfterFunc(time.Duration(rand.IntN(40))*time.Millisecond, func() { _ = cmd.Process.Kill() })
	}
	tried := map[string]bool{}
	w.did = w.did[:0]
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "ready":
			time.AfterFunc(time.Duration(10+rand.IntN(400))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		case "try":
			tried[rest] = true
		case "did":
			delete(tried, rest)
			w.told[rest] = true
			w.did = append(w.did, rest)
		case "wrong":
			if !strings.HasSuffix(rest, "changed my mind") {
				t.Error(rest)
			}
			key, _, _ := strings.Cut(rest, ":")
			delete(tried, key)
		}
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	w.tried = w.tried[:0]
	for key := range tried {
		w.tried = append(w.tried, key)
	}
}

// verify opens the file as the child left it.
func (w *witness) verify(t *testing.T) {
	db, err := store.Open(w.path, store.Options{NoSync: true})
	storetest.Must(t, err)
	defer db.Close()
	storetest.MustCheck(t, db)
	filesThere(t, db, append(w.did, w.tried...))
	keys := slices.AppendSeq(slices.Clone(w.tried), maps.Keys(w.told))
	storetest.View(t, db, func(tx *store.Tx) error {
		there := keysThere(t, tx, keys)
		for key := range w.told {
			if there[key] != 1 {
				t.Errorf("%s was acknowledged and is there %d times", key, there[key])
			}
			delete(there, key)
		}
		for _, key := range w.tried {
			w.doubt++
			if there[key] == 1 {
				w.told[key] = true
				w.doubtThere++
			}
			if there[key] > 1 {
				t.Errorf("%s is there %d times", key, there[key])
			}
			delete(there, key)
		}
		for key := range there {
			t.Errorf("%s is there and was never tried, or was refused", key)
		}
		return nil
	})
}
