package service_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"

	"portico/internal/testkit"
	"portico/portal"
	"portico/service"
)

// TestTheProgramWorksByItself does what staff do, without anybody signed in.
func TestTheProgramWorksByItself(t *testing.T) {
	ctx := context.Background()
	app := testkit.Start(t)
	client := app.Client("Acme")
	sc, err := app.Service.ForRecord(ctx, service.System().Actor, portal.Ref{Kind: portal.KindClient, ID: uint64(client.ID)})
	if err != nil {
		t.Fatal(err)
	}
	one := decimal.NewFromInt(1)
	out, err := app.Service.SaveInvoice(ctx, sc, portal.Invoice{
		Description: "Monthly", Lines: []portal.Line{{Description: "x", Quantity: one, Price: one}},
	}, service.ThenIssue)
	if err != nil || out.State != portal.Issued {
		t.Errorf("issuing: %v, %+v", err, out)
	}
	if err := app.Service.SaveProfile(ctx, service.System(), service.ProfileEdit{Name: "X"}); portal.CodeOf(err) != portal.CodeForbidden {
		t.Errorf("the program has no profile of its own: %v", err)
	}
}

// TestNobodyMayNothing holds the door shut for a scope that was not made by signing in.
func TestNobodyMayNothing(t *testing.T) {
	app := testkit.Start(t)
	if err := app.Service.SaveTerms(context.Background(), service.Scope{}, portal.TermsSettings{}, 0); portal.CodeOf(err) != portal.CodeForbidden {
		t.Errorf("nobody changed the terms: %v", err)
	}
}
