package handlers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"portico/internal/paths"
	"portico/internal/testkit/browse"
	"portico/portal"
	"portico/store"
)

// TestProofInABrowser reports a payment with a photo: the form comes back once and says that the photo is to be chosen
// again. The office sees it when it approves. Without JavaScript it goes the same way.
func TestProofInABrowser(t *testing.T) {
	w := newTown(t)
	w.Paying()
	ann := w.Contact(w.client, "Ann Archer", "ann@halvorsen.test", portal.AllPermissions)
	photo := filepath.Join(t.TempDir(), "check.jpg")
	if err := os.WriteFile(photo, phonePhoto(), 0o600); err != nil {
		t.Fatal(err)
	}
	how := func() string {
		return fmt.Sprintf("/portal/pay/how?method=check&invoice=%d", w.Invoice(w.client, "Boiler service", 124_000, 10).ID)
	}
	const submit = `form[enctype] button[type="submit"]`
	phone := w.tab(t, w.As(ann))
	phone.Size(browse.Phone)
	phone.Go(how())
	phone.Files("#files", photo)
	phone.Type(`[name="amount"]`, "lots")
	phone.Click(submit)
	phone.Until("what is wrong", `document.activeElement?.matches('.errors')`)
	phone.See("Nothing is sent yet. Choose your files again")
	phone.Axe("choose again")
	phone.Touch("choose again")
	phone.Shot("client-proof-again-390")
	phone.Type(`[name="amount"]`, "1240")
	phone.Files("#files", photo)
	phone.Click(submit)
	phone.See("Thank you.")
	p := onlyPayment(w.App, w.client)
	phone.Go(paths.PortalPayment(p.ID).String())
	phone.Until("the small picture", `document.querySelector('.file img')?.naturalWidth > 0`)
	phone.Axe("the payment")
	phone.Touch("the payment")
	phone.Shot("client-proof-390")

	office := w.tab(t, w.AsStaff(w.owner))
	office.Go(paths.OfficePaymentApprove(p.ID).String())
	office.Until("the small picture", `document.querySelector('.file img')?.naturalWidth > 0`)
	office.Axe("approving")
	office.Shot("office-proof-approve-1280")

	plain := w.tab(t, w.As(ann))
	plain.NoScript()
	plain.Go(how())
	plain.Files("#files", photo)
	plain.Click(submit)
	plain.See("Thank you.")
	w.View(func(tx *store.Tx) error {
		page, err := tx.Payments(portal.Sight{Client: w.client.ID}, store.PaymentQuery{})
		if err != nil {
			return err
		}
		for _, r := range page.Rows {
			if p, err := tx.Payment(portal.Sight{Client: w.client.ID}, r.ID); err != nil || len(p.Proof) != 1 {
				t.Errorf("%s has %d proofs, %v", r.Number, len(p.Proof), err)
			}
		}
		return nil
	})
}
