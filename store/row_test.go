package store

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"portico/portal"
)

func TestInvoiceRowsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r portal.InvoiceRow
		v := reflect.ValueOf(&r).Elem()
		for i := range v.NumField() {
			f := v.Field(i)
			if !f.CanSet() {
				continue
			}
			switch f.Kind() {
			case reflect.String:
				f.SetString(rapid.String().Draw(t, "text"))
			case reflect.Bool:
				f.SetBool(rapid.Bool().Draw(t, "bool"))
			case reflect.Int32, reflect.Int64:
				f.SetInt(int64(rapid.Int32().Draw(t, "int")))
			case reflect.Uint8:
				f.SetUint(uint64(rapid.Uint8().Draw(t, "byte")))
			case reflect.Uint64:
				f.SetUint(rapid.Uint64().Draw(t, "uint"))
			default:
				t.Fatalf("field %d is of a kind that the test doesn't know", i)
			}
		}
		b := invoiceRows.pack(3, r)
		var back portal.InvoiceRow
		if err := invoiceRows.unpack(3, b, &back); err != nil || back != r {
			t.Fatalf("%+v came back as %+v: %v", r, back, err)
		}
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		if err := invoiceRows.unpack(3, b[:cut], &back); err == nil {
			t.Fatalf("a row cut off at %d of %d was read", cut, len(b))
		}
	})
}
