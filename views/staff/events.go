package staff

import (
	"context"

	"portico/internal/paths"
	"portico/internal/words"
	"portico/portal"
	"portico/views/ui"
)

// eventLook is how an event stands in a timeline: its picture, and the sentence that %s did it.
type eventLook struct {
	icon    string
	variant ui.Variant
	says    string
}

var eventLooks = map[portal.EventKind]eventLook{
	portal.EventCodeSent:        {"mail", ui.Plain, "A sign-in code went to %s"},
	portal.EventSignedIn:        {"log-in", ui.Success, "%s signed in"},
	portal.EventSignInFailed:    {"circle-x", ui.Danger, "%s could not sign in"},
	portal.EventSignedOut:       {"log-out", ui.Plain, "%s signed out"},
	portal.EventDeviceEnded:     {"smartphone", ui.Plain, "%s signed a device out"},
	portal.EventAccessOn:        {"cloud-on", ui.Success, "%s turned portal access on"},
	portal.EventAccessOff:       {"cloud-off", ui.Danger, "%s turned portal access off"},
	portal.EventInvited:         {"send", ui.Plain, "%s sent an invitation"},
	portal.EventAccepted:        {"circle-check", ui.Success, "%s accepted the invitation"},
	portal.EventRegistered:      {"user-plus", ui.Success, "%s registered"},
	portal.EventPermissions:     {"user-cog", ui.Plain, "%s changed permissions"},
	portal.EventModules:         {"toggle-right", ui.Plain, "%s switched modules"},
	portal.EventClip:            {"paperclip", ui.Plain, "%s switched attachments"},
	portal.EventPreview:         {"eye", ui.Info, "%s looked at the portal"},
	portal.EventPreviewAct:      {"eye", ui.Warning, "%s acted for the client"},
	portal.EventPreviewEnd:      {"eye-off", ui.Plain, "%s ended the preview"},
	portal.EventStaffAdded:      {"user-plus", ui.Plain, "%s added a staff member"},
	portal.EventStaffChanged:    {"user-cog", ui.Plain, "%s changed a staff member"},
	portal.EventSettings:        {"settings", ui.Plain, "%s changed the settings"},
	portal.EventFactor:          {"shield-check", ui.Plain, "%s changed the second factor"},
	portal.EventPasskey:         {"fingerprint-pattern", ui.Plain, "%s changed a passkey"},
	portal.EventPassword:        {"key-round", ui.Plain, "%s changed the password"},
	portal.EventEmailChanged:    {"mail", ui.Warning, "%s changed the e-mail address"},
	portal.EventProfile:         {"user", ui.Plain, "%s changed their profile"},
	portal.EventInvoiceIssued:   {"receipt-text", ui.Plain, "%s issued an invoice"},
	portal.EventCreditNoteSent:  {"send", ui.Plain, "%s sent a credit note"},
	portal.EventInvoiceSent:     {"send", ui.Plain, "%s sent an invoice"},
	portal.EventInvoiceVoid:     {"ban", ui.Danger, "%s voided an invoice"},
	portal.EventPaymentRecorded: {"banknote", ui.Success, "%s recorded a payment"},
	portal.EventClient:          {"building-2", ui.Plain, "%s changed the client"},
	portal.EventContact:         {"contact-round", ui.Plain, "%s changed a contact"},
	portal.EventExport:          {"file-down", ui.Plain, "%s exported data"},
	portal.EventBackup:          {"hard-drive-download", ui.Plain, "%s made a backup"},
	portal.EventOwnerLink:       {"link", ui.Warning, "%s used an owner link"},
	portal.EventSetUp:           {"sparkles", ui.Success, "%s set the business up"},
	portal.EventBulk:            {"list-checks", ui.Plain, "%s did something to many contacts"},
	portal.EventMailTest:        {"mail", ui.Plain, "%s sent a test mail"},
	portal.EventInvoiceViewed:   {"eye", ui.Plain, "%s looked at an invoice"},
	portal.EventCreditApplied:   {"banknote", ui.Plain, "%s applied credit"},
	portal.EventLinkOpened:      {"link", ui.Plain, "%s opened a document link"},
	portal.EventLinkRevoked:     {"ban", ui.Warning, "%s revoked a document link"},
	portal.EventRequestRaised:   {"inbox", ui.Warning, "%s raised a request"},
	portal.EventRequestAnswered: {"reply", ui.Plain, "%s wrote in a request"},
	portal.EventRequestClosed:   {"circle-check", ui.Plain, "%s closed a request"},
	portal.EventUploaded:        {"upload", ui.Plain, "%s sent a file"},
	portal.EventDocumentShared:  {"reply", ui.Plain, "%s shared a document"},
	portal.EventDocumentRemoved: {"trash-2", ui.Danger, "%s removed a document"},
	portal.EventBadDebt:         {"circle-x", ui.Danger, "%s wrote an invoice off"},
	portal.EventReinstated:      {"undo-2", ui.Plain, "%s took bad debt back"},

	portal.EventEstimateSent:      {"send", ui.Plain, "%s sent an estimate"},
	portal.EventEstimateViewed:    {"eye", ui.Plain, "%s looked at an estimate"},
	portal.EventEstimateAccepted:  {"circle-check", ui.Success, "%s accepted an estimate"},
	portal.EventEstimateDeclined:  {"circle-x", ui.Danger, "%s declined an estimate"},
	portal.EventEstimateChanges:   {"pen-line", ui.Warning, "%s asked for changes to an estimate"},
	portal.EventEstimateInvoiced:  {"receipt-text", ui.Plain, "%s turned an estimate into an invoice"},
	portal.EventEstimateWithdrawn: {"ban", ui.Plain, "%s took an estimate back"},
}

func lookOf(e portal.Event) eventLook {
	l, ok := eventLooks[e.Kind]
	if !ok {
		l = eventLook{"history", ui.Plain, ""}
	}
	if e.Failed {
		l.variant = ui.Danger
	}
	return l
}

// sentence says who did what.
func sentence(ctx context.Context, e portal.Event) string {
	l, name := words.From(ctx), e.Name
	if name == "" {
		name = l.T("Somebody")
	}
	look := lookOf(e)
	if look.says == "" {
		return name + ": " + l.Name(e.Kind)
	}
	return l.Text(portal.Text{Key: look.says, Args: []any{name}})
}

// happenings are events as a timeline shows them.
func happenings(ctx context.Context, events []portal.Event) []ui.Happening {
	hs := make([]ui.Happening, 0, len(events))
	for _, e := range events {
		look := lookOf(e)
		h := ui.Happening{Icon: look.icon, Variant: look.variant, Text: sentence(ctx, e), At: e.At, Detail: e.Device}
		if e.Detail != "" {
			h.Text += ": " + words.From(ctx).Label(e.Detail)
		}
		if e.Behalf != "" {
			h.Detail = words.T(ctx, "for %s", e.Behalf)
		}
		hs = append(hs, h)
	}
	return hs
}

// eventKinds offers the kinds of event.
func eventKinds(ctx context.Context) []ui.Option {
	os := []ui.Option{{Label: words.T(ctx, "Everything")}}
	for _, k := range portal.EventKinds() {
		os = append(os, ui.Option{Value: k.Key(), Label: words.From(ctx).Name(k)})
	}
	return os
}

// subject is the page of what an event is about, "" for none.
func subject(e portal.Event) paths.URL {
	switch e.Subject.Kind {
	case portal.KindClient:
		return paths.OfficeClient(portal.ClientID(e.Subject.ID))
	case portal.KindContact:
		return paths.OfficeContact(portal.ContactID(e.Subject.ID))
	case portal.KindInvoice:
		return paths.OfficeInvoice(portal.InvoiceID(e.Subject.ID))
	case portal.KindEstimate:
		return paths.OfficeEstimate(portal.EstimateID(e.Subject.ID))
	case portal.KindPayment:
		return paths.OfficePayment(portal.PaymentID(e.Subject.ID))
	case portal.KindBatch:
		return paths.OfficeBatch(portal.BatchID(e.Subject.ID))
	case portal.KindCreditNote:
		return paths.OfficeCreditNote(portal.CreditNoteID(e.Subject.ID))
	case portal.KindRequest:
		return paths.OfficeRequest(portal.RequestID(e.Subject.ID))
	case portal.KindDocument: // it may be gone, the list is not
		return paths.OfficeClientDocuments(e.Client)
	}
	return ""
}
