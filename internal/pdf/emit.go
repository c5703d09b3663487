package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/signintech/gopdf"

	"portico/portal"
)

// File is a finished document.
type File = portal.PDF

// made is the day that every document says it was made on, so that the same record gives the same bytes. What
// counts is the date printed on it.
var made = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// writer turns laid-out pages into a file.
type writer struct {
	*gopdf.GoPdf
	sheet *sheet
	face  weight
	size  float64
	ink   ink
	parts [faceCount]map[rune]bool // codes of what letters are put together from
}

// finish writes the pages.
func (s *sheet) finish() (File, error) { return bind(s.title, s) }

// bind writes sheets into one file, one after the other.
func bind(title string, sheets ...*sheet) (File, error) {
	first := sheets[0]
	w := &writer{GoPdf: &gopdf.GoPdf{}, sheet: first}
	w.Start(gopdf.Config{PageSize: gopdf.Rect{W: first.w, H: first.h}})
	w.SetNoCompression() // see pack
	w.SetInfo(gopdf.PdfInfo{Title: inPlane(title), Author: inPlane(first.author), Creator: "Portico", Producer: "Portico", CreationDate: made})
	for f := range used(sheets) {
		family := first.fonts.faces[f].family
		if err := w.AddTTFFontFromFontContainer(family, first.fonts.container); err != nil {
			return File{}, fmt.Errorf("pdf: font %s: %w", family, err)
		}
	}
	pages := 0
	for _, s := range sheets {
		w.sheet = s
		for _, p := range s.pages {
			if err := w.page(p); err != nil {
				return File{}, fmt.Errorf("pdf: %w", err)
			}
		}
		pages += len(s.pages)
	}
	if err := w.complete(); err != nil {
		return File{}, fmt.Errorf("pdf: %w", err)
	}
	data, err := w.GetBytesPdfReturnErr()
	if err == nil {
		data, err = pack(data)
	}
	if err != nil {
		return File{}, fmt.Errorf("pdf: %w", err)
	}
	return File{Bytes: data, Pages: pages, Missing: losses(sheets)}, nil
}

// used yields the faces that something is drawn in: a font that isn't used costs its tables.
func used(sheets []*sheet) func(func(weight) bool) {
	var seen [faceCount + 1]bool
	for _, s := range sheets {
		for _, p := range s.pages {
			for _, m := range p.marks {
				for _, r := range m.line.runs {
					seen[r.face] = true
				}
			}
		}
	}
	seen[regular] = seen[regular] || seen[missing] // the codes in the boxes
	return func(yield func(weight) bool) {
		for f := range weight(faceCount) {
			if seen[f] && !yield(f) {
				return
			}
		}
	}
}

func losses(sheets []*sheet) []rune {
	var rs []rune
	for _, s := range sheets {
		for r := range s.lost {
			rs = append(rs, r)
		}
	}
	slices.Sort(rs)
	return slices.Compact(rs)
}

// inPlane keeps a text of the document's properties to letters that gopdf writes rightly there.
func inPlane(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff {
			return '\ufffd'
		}
		return r
	}, s)
}

func (w *writer) page(p *page) error {
	w.AddPage()
	w.SetGrayFill(0) // text takes the colour that areas take, said once and not for every line
	w.face, w.ink = missing, ink{}
	for _, a := range p.areas {
		w.area(a)
	}
	if p.logo != nil {
		if err := w.drawLogo(*p.logo); err != nil {
			return err
		}
	}
	for _, d := range p.strokes {
		w.strokes(d)
	}
	for _, m := range p.marks {
		if err := w.mark(m); err != nil {
			return err
		}
	}
	return nil
}

// turn mirrors a box in documents that run from right to left.
func (w *writer) turn(x, width float64) float64 {
	if w.sheet.base == 1 {
		return w.sheet.w - x - width
	}
	return x
}

func (w *writer) area(a area) {
	w.dip(a.ink)
	w.RectFromUpperLeftWithStyle(w.turn(a.x, a.w), a.y, a.w, a.h, "F")
}

func (w *writer) mark(m mark) error {
	x := w.turn(m.x, m.style.points(m.line.width))
	for _, r := range m.line.runs {
		if r.face == missing {
			if err := w.boxes(r.text, x, m); err != nil {
				return err
			}
		} else if err := w.put(r.text, r.face, m.style.size, m.style.ink, x, m.y); err != nil {
			return err
		}
		x += m.style.points(r.width)
	}
	return nil
}

// dip changes the colour.
func (w *writer) dip(c ink) {
	if w.ink != c {
		w.SetFillColor(c.r, c.g, c.b)
		w.ink = c
	}
}

// put writes letters of one face.
func (w *writer) put(str string, f weight, size float64, c ink, x, y float64) error {
	if w.face != f || w.size != size {
		if err := w.SetFont(w.sheet.fonts.faces[f].family, "", size); err != nil {
			return err
		}
		w.face, w.size = f, size
	}
	w.dip(c)
	for _, r := range str {
		if r >= 0xc0 {
			w.note(r, f)
		}
	}
	w.SetXY(x, y)
	return w.Text(str)
}

// note remembers the parts that gopdf wouldn't embed with a letter.
func (w *writer) note(r rune, f weight) {
	for _, part := range w.sheet.fonts.faces[f].deep[r] {
		if w.parts[f] == nil {
			w.parts[f] = map[rune]bool{}
		}
		w.parts[f][byNumber+rune(part)] = true
	}
}

// complete asks for the parts. It comes after the text: a code that stands for a glyph first is what is copied
// out of the document.
func (w *writer) complete() error {
	for f, codes := range w.parts {
		if len(codes) == 0 {
			continue
		}
		if err := w.SetFont(w.sheet.fonts.faces[f].family, "", 10); err != nil {
			return err
		}
		if _, err := w.MeasureTextWidth(string(slices.Sorted(maps.Keys(codes)))); err != nil {
			return err
		}
	}
	return nil
}

// boxes draws letters that no face has: a frame with the letter's code in two rows.
func (w *writer) boxes(str string, x float64, m mark) error {
	size := m.style.size
	for _, r := range str {
		left, top, width, height, t := x+size*0.06, m.y-size*0.76, size*0.7, size*0.94, size*0.05
		for _, a := range []area{
			{left, top, width, t, m.style.ink},
			{left, top + height - t, width, t, m.style.ink},
			{left, top, t, height, m.style.ink},
			{left + width - t, top, t, height, m.style.ink},
		} {
			w.dip(a.ink)
			w.RectFromUpperLeftWithStyle(a.x, a.y, a.w, a.h, "F")
		}
		if err := w.code(r, left, width, m); err != nil {
			return err
		}
		x += m.style.points(boxAdvance)
	}
	return nil
}

func (w *writer) code(r rune, left, width float64, m mark) error {
	code := fmt.Sprintf("%04X", r)
	if len(code) > 4 {
		code = fmt.Sprintf("%06X", r)
	}
	half := len(code) / 2
	size := m.style.size * 0.36
	if half == 3 {
		size = m.style.size * 0.29
	}
	for i, part := range []string{code[:half], code[half:]} {
		wide := 0
		for _, c := range part {
			wide += w.sheet.fonts.faces[regular].advance(c)
		}
		x := left + (width-float64(wide)*size/1000)/2
		if err := w.put(part, regular, size, m.style.ink, x, m.y-m.style.size*(0.36-0.40*float64(i))); err != nil {
			return err
		}
	}
	return nil
}
