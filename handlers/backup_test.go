package handlers_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/internal/testkit"
	"portico/portal"
	"portico/store"
	"portico/store/storetest"
)

func TestTheOwnerDownloadsABackup(t *testing.T) {
	app := testkit.Start(t)
	olive := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	otto := app.AsStaff(app.Staff("Otto", "otto@x.test", portal.Office))
	acme := app.Client("Acme")
	const path = "/office/settings/backup"
	olive.Get(path).Want(t, 200, "Download a copy")
	otto.Post(path).Want(t, 403)

	asked := olive.Post(path).Want(t, 303)
	if to := asked.Header.Get("Location"); !strings.HasPrefix(to, "/office/profile/confirm?next=") {
		t.Fatalf("it leads to %s", to)
	}
	olive.Post("/office/profile/confirm/send").Want(t, 303)
	code, _ := app.Code("olive@x.test")
	if to := olive.Post("/office/profile/confirm", "code", code, "next", path).Want(t, 303).Header.Get("Location"); to != path {
		t.Fatalf("the code leads to %s", to)
	}
	answer := olive.Post(path).Want(t, 200)
	if name := answer.Header.Get("Content-Disposition"); name != `attachment; filename="portico-2026-03-10.db"` {
		t.Error(name)
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	storetest.Must(t, os.WriteFile(file, []byte(answer.Body), 0o600))
	db, err := store.Open(file, store.Options{NoSync: true})
	storetest.Must(t, err)
	defer db.Close()
	storetest.MustCheck(t, db)
	storetest.View(t, db, func(tx *store.Tx) error {
		if _, ok := tx.ClientByNumber(acme.Number); !ok {
			t.Error("the copy lacks the client")
		}
		return nil
	})
	olive.Get("/office/audit?kind=backup").Want(t, 200, "Olive", "MB")
	if left, _ := filepath.Glob(filepath.Join(app.Dir, ".portico-copy-*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
	app.Pass(time.Hour)
	olive.Post(path).Want(t, http.StatusSeeOther)
}

func TestContactsWhoWereNotHereForLong(t *testing.T) {
	app := testkit.Start(t)
	olive := app.AsStaff(app.Staff("Olive", "olive@x.test", portal.Owner))
	acme := app.Client("Acme")
	for name, days := range map[string]int{"Today": 0, "Quarter": 90, "Longer": 91, "Ages": 2000, "Never": -1} {
		c := app.Contact(acme, "Al "+name, strings.ToLower(name)+"@acme.test", portal.AllPermissions)
		app.Update(func(tx *store.Tx) error {
			c, err := tx.Contact(portal.Sight{Client: acme.ID}, c.ID)
			if err != nil || days < 0 {
				return err
			}
			c.LastSeen = tx.Now.AddDate(0, 0, -days)
			return tx.PutContact(&c, c.Version)
		})
	}
	olive.Get("/office/contacts?seen=long-ago").Want(t, 200, "Al Longer", "Al Ages", "!Al Today", "!Al Quarter", "!Al Never", "Not for 90 days")
	olive.Get("/office/contacts?seen=long-ago&q=ages").Want(t, 200, "Al Ages", "!Al Longer")
	olive.Get("/office/contacts?seen=never").Want(t, 200, "Al Never", "!Al Ages")
	app.View(func(tx *store.Tx) error {
		if n := tx.CountContacts(tx.ContactQuery(portal.ContactFilter{Seen: portal.SeenLongAgo}), 100); n != 2 {
			t.Errorf("%d match, want 2: what a bulk action would take", n)
		}
		return nil
	})
}
