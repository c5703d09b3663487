package service

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"

	"portico/internal/queue"
	"portico/portal"
	"portico/store"
)

// taskRefund looks whether a refund that the provider was asked for was given. The value is stored.
const taskRefund = "refund"

// answerTakes is longer than a call to the provider can take.
const answerTakes = 2 * time.Minute

// refundAsked is what such a task knows.
type refundAsked struct {
	Payment portal.PaymentID `cbor:"1,keyasint"`
	Key     string           `cbor:"2,keyasint"`
}

// asks notes that the provider is asked for a refund. Until somebody knows what became of it, no other refund of the
// payment begins: staff who got no answer and load the page again must not give back twice.
func asks(tx *store.Tx, p portal.Payment, key string) error {
	slip, err := tx.Slip(store.SlipRefund, refundSlip(p.ID))
	if other := string(slip.Data); err == nil && other != key && !p.HasRefund(other, "") {
		return &portal.Error{Code: portal.CodeConflict, Msg: portal.T("Stripe has been asked for a refund of this payment and has not answered yet. Look again in a few minutes.")}
	}
	slip = store.Slip{
		Kind: store.SlipRefund, Hash: refundSlip(p.ID), Owner: uint64(p.ID), Expires: tx.Now.Add(2 * answerTakes), Data: []byte(key),
	}
	if err := tx.PutSlip(slip); err != nil {
		return err
	}
	return lookLater(tx, p, key)
}

func refundSlip(id portal.PaymentID) [32]byte {
	return sha256.Sum256(fmt.Appendf(nil, "refund %d", id))
}

// refused lets another refund begin: the provider gave nothing.
func (s *Service) refused(ctx context.Context, id portal.PaymentID) error {
	return s.db.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.DeleteSlip(store.SlipRefund, refundSlip(id)) })
}

// lookLater makes sure that a refund ends in the books even where the program ends before the provider answers, and the
// provider's event never comes.
func lookLater(tx *store.Tx, p portal.Payment, key string) error {
	facts, err := cbor.Marshal(refundAsked{p.ID, key})
	if err != nil {
		return err
	}
	return tx.AddTask(store.Task{Kind: taskRefund, Key: p.Number, Due: tx.Now.Add(answerTakes), Facts: facts})
}

func (s *Service) refundTask(ctx context.Context, t queue.Task) error {
	var asked refundAsked
	if err := cbor.Unmarshal(t.Facts, &asked); err != nil {
		return queue.Permanent(err)
	}
	var p portal.Payment
	var secret string
	err := s.db.View(ctx, func(tx *store.Tx) error {
		owner, err := tx.PaymentOwner(asked.Payment)
		if err != nil {
			return err
		}
		if p, err = tx.Payment(portal.Sight{Client: owner}, asked.Payment); err != nil {
			return err
		}
		secret, err = s.unseal(ForStripe, tx.Business().Pay.Secret)
		return err
	})
	if err != nil || p.HasRefund(asked.Key, "") {
		return err
	}
	if s.opt.Payer == nil || secret == "" {
		return errNoKey
	}
	given, err := s.opt.Payer.Refunds(ctx, secret, p.Provider)
	if err != nil {
		return err
	}
	for _, n := range given {
		if err := s.TakeNews(ctx, n); err != nil {
			return err
		}
	}
	return nil
}
