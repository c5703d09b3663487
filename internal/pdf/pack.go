package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strconv"
	"sync"
)

// packers compress pages one after the other: gopdf would make a compressor of more than a megabyte for each.
var packers = sync.Pool{New: func() any {
	z, err := zlib.NewWriterLevel(nil, zlib.BestSpeed)
	if err != nil {
		panic(err) // only for a level that doesn't exist
	}
	return z
}}

var errPack = errors.New("the file is not built as it used to be")

// The parts of a file as gopdf writes it.
var (
	plainHead = []byte("<<\n/Length ")
	plainBody = []byte("\n>>\nstream\n")
	xref      = []byte("xref\n0 ")
	start     = []byte("startxref\n")
)

const entry = len("0000000000 65535 f \n")

// pack compresses the streams of a finished file that are plain, which are its pages.
func pack(raw []byte) ([]byte, error) {
	places, tail, err := objects(raw)
	if err != nil {
		return nil, err
	}
	z := packers.Get().(*zlib.Writer)
	defer packers.Put(z)
	out := bytes.NewBuffer(make([]byte, 0, len(raw)/4))
	out.Write(raw[:places[0]])
	var small bytes.Buffer
	for n := range len(places) - 1 {
		object := raw[places[n]:places[n+1]]
		places[n] = out.Len()
		if err := packObject(out, &small, z, object); err != nil {
			return nil, err
		}
	}
	last := len(places) - 1
	places[last] = out.Len()
	fmt.Fprintf(out, "%s%d\n0000000000 65535 f \n", xref, last+1)
	for _, at := range places[:last] {
		fmt.Fprintf(out, "%010d 00000 n \n", at)
	}
	end := bytes.LastIndex(tail, start)
	fmt.Fprintf(out, "%s%s%d\n%%%%EOF\n", tail[:end], start, places[last])
	return out.Bytes(), nil
}

// objects finds where a file's objects begin, and its table as the last of them; the tail is what follows the table.
func objects(raw []byte) (places []int, tail []byte, err error) {
	end := bytes.LastIndex(raw, start)
	if end < 0 {
		return nil, nil, errPack
	}
	digits, _, _ := bytes.Cut(raw[end+len(start):], []byte("\n"))
	at, err := strconv.Atoi(string(digits))
	if err != nil || at >= end || !bytes.HasPrefix(raw[at:], xref) {
		return nil, nil, errPack
	}
	count, rest, _ := bytes.Cut(raw[at+len(xref):], []byte("\n"))
	n, err := strconv.Atoi(string(count))
	if err != nil || n < 2 || len(rest) < n*entry {
		return nil, nil, errPack
	}
	for i := 1; i < n; i++ {
		place, err := strconv.Atoi(string(rest[i*entry : i*entry+10]))
		if err != nil || place >= at || len(places) > 0 && place <= places[len(places)-1] {
			return nil, nil, errPack
		}
		places = append(places, place)
	}
	return append(places, at), rest[n*entry:], nil
}

// packObject writes an object, its stream compressed where it is plain.
func packObject(out, small *bytes.Buffer, z *zlib.Writer, object []byte) error {
	name, body, _ := bytes.Cut(object, []byte("\n"))
	length, stream, ok := bytes.Cut(bytes.TrimPrefix(body, plainHead), plainBody)
	if !ok || !bytes.HasPrefix(body, plainHead) {
		out.Write(object)
		return nil
	}
	n, err := strconv.Atoi(string(length))
	if err != nil { // not only a length
		out.Write(object)
		return nil
	}
	if n > len(stream) {
		return errPack
	}
	small.Reset()
	z.Reset(small)
	if _, err := z.Write(stream[:n]); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\n<<\n/Filter/FlateDecode/Length %d%s", name, small.Len(), plainBody)
	out.Write(small.Bytes())
	out.WriteString("\nendstream\nendobj\n\n")
	return nil
}
