package handlers_test

import (
	"fmt"
	"testing"
	"time"

	"portico/internal/paths"
	"portico/internal/testkit"
	"portico/internal/testkit/browse"
	"portico/portal"
	"portico/store"
)

// people are contacts in every state of access, with the names that lists must bear.
func people(app *testkit.App) (halvorsen portal.Client, marguerite portal.Contact) {
	halvorsen = app.Client("Halvorsen-Whitcombe Property Management LLC")
	marguerite = app.Contact(halvorsen, "Marguerite Okonkwo-Delacroix", "marguerite.okonkwo-delacroix@halvorsen-whitcombe.com", portal.AllPermissions)
	off(app, halvorsen, "Bartholomew Abernathy-Okafor", "concierge.alderquay@halvorsen-whitcombe.com")
	off(app, halvorsen, "Castellanos y Fuentes, María del Carmen", "")
	app.Contact(halvorsen, "Desmond Achebe-Lindgren", "desmond@halvorsen-whitcombe.com", portal.PresetViewOnly.Permissions())
	ingrid := app.Contact(halvorsen, "Ingrid Halvorsen-Whitcombe", "ingrid@halvorsen-whitcombe.com", portal.PresetAccounts.Permissions())
	app.Update(func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: halvorsen.ID}, ingrid.ID)
		if err != nil {
			return err
		}
		c.Accepted, c.Invited, c.InviteEnds = time.Time{}, tx.Now.AddDate(0, 0, -4), tx.Now.AddDate(0, 0, 3)
		return tx.PutContact(&c, c.Version)
	})
	for i, name := range []string{"Café Atlas", "Harbour Tower East", "Nordlicht Hotels", "St Brigid’s Primary School", "Wharf Road Dental"} {
		c := app.Client(name)
		for j, who := range []string{"Þórunn Björnsdóttir", "Minh Châu Hoàng Thị", "Fatima-Zahra Ait-Benhaddou", "Saoirse Lindqvist-O’Brien"} {
			mail := fmt.Sprintf("p%d%d@%d.example", i, j, i)
			if (i+j)%2 == 0 {
				off(app, c, who, mail)
			} else {
				app.Contact(c, who, mail, portal.Presets[j].Permissions())
			}
		}
	}
	app.Update(func(tx *store.Tx) error {
		c, err := tx.Contact(portal.Sight{Client: halvorsen.ID}, marguerite.ID)
		c.LastSeen = tx.Now.Add(-2 * time.Hour)
		if err != nil {
			return err
		}
		return tx.PutContact(&c, c.Version)
	})
	return halvorsen, marguerite
}

func TestGivingAccessInABrowser(t *testing.T) {
	t.Parallel()
	app := testkit.Start(t)
	halvorsen, marguerite := people(app)
	sam := app.Staff("Sam Reyes", "sam@larkfield.test", portal.Office)
	app.As(marguerite)
	tab := browse.New(t, app.Server.URL)
	tab.SignIn(app.AsStaff(sam).Token)
	tab.Go("/office/contacts")
	bart := app.AsStaff(sam).Get("/office/contacts?q=bartholomew")
	bart.Want(t, 200, "Bartholomew")

	tab.Click(`button.cloud[aria-label*="Bartholomew"]`)
	tab.See("Turn on portal access and send an invitation?")
	tab.Shot("turn-on")
	tab.Press("Proceed")
	tab.Until("green in place", `document.querySelector('button.cloud[aria-label*="Bartholomew"]').dataset.state === 'invited' && !document.querySelector('dialog[open]')`)
	tab.At("/office/contacts")
	tab.Click(`button.clip[aria-label*="Desmond"]`)
	tab.Until("the clip is on", `document.querySelector('button.clip[aria-label*="Desmond"]').getAttribute('aria-pressed') === 'true'`)
	tab.Click(`button.cloud[aria-label*="Desmond"]`)
	tab.Shot("cloud-menu")
	tab.Click(`[popover]:popover-open [data-variant="danger"]`)
	tab.See("Disable portal access?")
	tab.Shot("disable")
	tab.Click(`dialog[open] button[data-variant="danger"]`)
	tab.Until("red in place", `document.querySelector('button.cloud[aria-label*="Desmond"]').dataset.state === 'off'`)

	tab.Click(`thead .pick input`)
	tab.Until("selected", `getComputedStyle(document.querySelector('.selbar')).display !== 'none'`)
	tab.Shot("selected")
	tab.Press("Send portal invitation")
	tab.See("Send a portal invitation to 25 contacts?")
	tab.Press("Send invitations")
	tab.See("Sending invitations")
	work(t, app, 100)
	tab.See("Invitations sent")

	tab.Looks(paths.OfficeClientPortal(halvorsen.ID).With("contact", fmt.Sprint(marguerite.ID)).String(), "client-portal")
	tab.Looks("/office/runs/1", "run")
}

func TestViewAsClientInABrowser(t *testing.T) {
	t.Parallel()
	app := testkit.Start(t)
	_, marguerite := people(app)
	tab := browse.New(t, app.Server.URL)
	tab.SignIn(app.AsStaff(app.Staff("Sam Reyes", "sam@larkfield.test", portal.Office)).Token)
	tab.Go(paths.OfficeContact(marguerite.ID).String())
	tab.Press("View as this contact")
	tab.See("you are viewing as Marguerite")
	tab.Looks("/portal/profile/who-looked", "who-looked")
	tab.Press("Act for this client")
	tab.See("you are acting for Marguerite")
	tab.Press("End the preview")
	tab.At(paths.OfficeContact(marguerite.ID).String())
}

func TestGivingAccessWithoutScripts(t *testing.T) {
	t.Parallel()
	app := testkit.Start(t)
	people(app)
	tab := browse.New(t, app.Server.URL)
	tab.NoScript()
	tab.SignIn(app.AsStaff(app.Staff("Sam Reyes", "sam@larkfield.test", portal.Office)).Token)
	tab.Go("/office/contacts?q=bartholomew")
	tab.Click(`button.cloud[aria-label*="Bartholomew"]`)
	tab.See("Turn on portal access and send an invitation?")
	tab.Press("Proceed")
	tab.See("Access is on")
}
