package portal

import (
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
)

// File is a document: shared with a client by staff, or uploaded by one of its contacts. Its bytes never change.
type File struct {
	ID        DocumentID `cbor:"1,keyasint"`
	Version   Version    `cbor:"2,keyasint"`
	Client    ClientID   `cbor:"3,keyasint"`
	Property  PropertyID `cbor:"4,keyasint,omitempty"` // 0 = of the whole account
	Name      string     `cbor:"5,keyasint"`           // a label, nothing is found by it
	Kind      string     `cbor:"6,keyasint"`           // by its content: application/pdf
	Size      int64      `cbor:"7,keyasint"`
	Blob      uint64     `cbor:"8,keyasint"`
	Thumb     uint64     `cbor:"9,keyasint,omitempty"` // blob of a small JPEG, pictures only
	From      FileFrom   `cbor:"10,keyasint"`
	By        string     `cbor:"11,keyasint"`           // name, as it was then
	ByContact ContactID  `cbor:"12,keyasint,omitempty"` // who uploaded it
	Created   time.Time  `cbor:"13,keyasint"`
	Note      string     `cbor:"14,keyasint,omitempty"`
	Request   RequestID  `cbor:"15,keyasint,omitempty"` // came with a message of it, and is seen with it alone
}

// FileRow is a file in a list.
type FileRow struct {
	ID        DocumentID `cbor:"1,keyasint"`
	Client    ClientID   `cbor:"2,keyasint"`
	Property  PropertyID `cbor:"3,keyasint,omitempty"`
	Name      string     `cbor:"4,keyasint"`
	Kind      string     `cbor:"5,keyasint"`
	Size      int64      `cbor:"6,keyasint"`
	Thumb     bool       `cbor:"7,keyasint,omitempty"`
	From      FileFrom   `cbor:"8,keyasint"`
	By        string     `cbor:"9,keyasint"`
	ByContact ContactID  `cbor:"10,keyasint,omitempty"`
	Created   time.Time  `cbor:"11,keyasint"`
	Note      string     `cbor:"12,keyasint,omitempty"`
	Request   RequestID  `cbor:"13,keyasint,omitempty"`
}

// Row is the file in a list.
func (f File) Row() FileRow {
	return FileRow{
		ID: f.ID, Client: f.Client, Property: f.Property, Name: f.Name, Kind: f.Kind, Size: f.Size, Thumb: f.Thumb != 0,
		From: f.From, By: f.By, ByContact: f.ByContact, Created: f.Created, Note: f.Note, Request: f.Request,
	}
}

// FileFrom is the side a file comes from.
type FileFrom uint8

// The sides. The values are stored: append, never reorder.
const (
	FileShared FileFrom = iota // by staff
	FileUploaded
	FileProof // sent with a payment that was reported: it stands on that payment alone
)

var fileFromWords = [...]struct{ key, name string }{{"shared", "Shared"}, {"uploaded", "Uploaded"}, {"proof", "Proof of payment"}}

// Key is the side's name in URLs.
func (f FileFrom) Key() string { return fileFromWords[f].key }

// Name is the side's name on screen.
func (f FileFrom) Name() string { return fileFromWords[f].name }

// ParseFileFrom finds a side by its name in URLs.
func ParseFileFrom(key string) (FileFrom, bool) {
	for f, w := range fileFromWords {
		if w.key == key {
			return FileFrom(f), true
		}
	}
	return 0, false
}

// What one form of files may hold. How large a file may be is a setting of the business.
const (
	MaxFiles    = 10
	MaxFileName = 120 // letters
	MaxFileNote = 300
)

// PictureKinds names the pictures that are taken, for people.
const PictureKinds = "JPEG, PNG, GIF, WebP or HEIC"

// pictureKinds are the pictures that are written anew, and the ending that each leaves with.
var pictureKinds = map[string]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/heic": ".jpg", "image/heif": ".jpg",
}

// IsPicture reports whether files of a kind are pictures that are written anew.
func IsPicture(kind string) bool { return pictureKinds[kind] != "" }

// drawings are kinds called images that hold no pixels to write anew. They are kept as they are.
var drawings = []string{"image/vnd.dwg", "image/vnd.dxf", "image/vnd.djvu", "image/fits"}

// webKinds can hold scripts that a browser runs.
var webKinds = []string{"image/svg+xml", "text/html", "application/xhtml+xml", "text/javascript", "application/x-shockwave-flash"}

// programKinds run on somebody's machine.
var programKinds = []string{
	"application/vnd.microsoft.portable-executable", "application/x-elf", "application/x-mach-binary", "application/x-ms-installer",
	"application/vnd.android.package-archive", "application/java-archive", "application/x-java-applet", "application/wasm",
	"application/x-ms-shortcut", "application/x-chrome-extension", "text/x-shellscript", "text/x-php", "application/x-rpm",
	"application/x-bytecode.python",
}

// webEndings and programEndings open as such on the machine of whoever saves the file, whatever is in it.
var (
	webEndings     = strings.Fields(".htm .html .xhtml .xht .shtml .mht .mhtml .svg .svgz .js .mjs .swf")
	programEndings = strings.Fields(".exe .com .bat .cmd .scr .pif .msi .msp .ps1 .vbs .vbe .jse .wsf .hta .lnk .reg .jar .apk .app .command .sh .desktop .cpl .dll")
)

// CheckFile refuses what is not taken: kinds are the content's, the most special first, and name a cleaned name.
func CheckFile(name string, kinds ...string) error {
	if slices.ContainsFunc(kinds, IsPicture) {
		return nil // written anew, and named after what it is
	}
	is := func(refused []string) bool {
		return slices.ContainsFunc(kinds, func(k string) bool { return slices.Contains(refused, k) })
	}
	ending := strings.ToLower(path.Ext(name))
	switch {
	case is(webKinds) || slices.Contains(webEndings, ending):
		return Invalid("“%s” is a web page or an SVG: those can hold scripts, so they are not taken. Send a PDF or a picture (%s).", name, PictureKinds)
	case is(programKinds) || slices.Contains(programEndings, ending):
		return Invalid("“%s” is a program: programs are not taken. Pictures, PDFs, office documents, text and archives are.", name)
	case len(kinds) > 0 && strings.HasPrefix(kinds[0], "image/") && !is(drawings):
		return Invalid("“%s” is a picture of a kind that is not taken. Send it as %s, or as a PDF.", name, PictureKinds)
	}
	return nil
}

// FileTooLarge names the limit.
func FileTooLarge(name string, mb int) error {
	return Invalid("“%s” is too large: a file can have up to %d MB.", name, mb)
}

// FileName makes a label of the name that a file came with: no folders, nothing that hides or turns letters
// around, not too long, with its ending.
func FileName(s string) string {
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar || !unicode.IsGraphic(r):
			return -1
		}
		return r
	}, s)
	s = strings.Trim(strings.Join(strings.Fields(s), " "), ". ")
	if s == "" {
		return "file"
	}
	letters := []rune(s)
	if len(letters) <= MaxFileName {
		return s
	}
	ending := []rune(path.Ext(s))
	if len(ending) > 10 {
		ending = nil
	}
	return strings.TrimSpace(string(letters[:MaxFileName-len(ending)])) + string(ending)
}

// PictureName is a picture's name with the ending of what it is.
func PictureName(name, kind string) string {
	ending := path.Ext(name)
	if kind == "image/jpeg" && strings.EqualFold(ending, ".jpeg") || strings.EqualFold(ending, pictureKinds[kind]) {
		return name
	}
	if len(ending) > 5 {
		ending = ""
	}
	return FileName(strings.TrimSuffix(name, ending) + pictureKinds[kind])
}

// FileSort is what a kind of file is to people.
type FileSort uint8

// The sorts of files.
const (
	SortOther FileSort = iota
	SortPicture
	SortPDF
	SortText
	SortSheet
	SortArchive
	SortVideo
	SortAudio
)

// Name is the sort's name on screen.
func (s FileSort) Name() string {
	return [...]string{"File", "Picture", "PDF", "Text document", "Spreadsheet", "Archive", "Video", "Sound"}[s]
}

// SortOf says what a kind of file is to people.
func SortOf(kind string) FileSort {
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(kind, p) })
	}
	switch {
	case kind == "application/pdf":
		return SortPDF
	case strings.HasPrefix(kind, "image/"):
		return SortPicture
	case strings.HasPrefix(kind, "video/"):
		return SortVideo
	case strings.HasPrefix(kind, "audio/"):
		return SortAudio
	case has("spreadsheet", "excel", "text/csv", "tab-separated"):
		return SortSheet
	case has("word", "opendocument.text", "text/", "rtf"):
		return SortText
	case has("zip", "7z", "rar", "x-tar", "x-xz", "zstd"):
		return SortArchive
	}
	return SortOther
}

// Sort is what the file is to people.
func (r FileRow) Sort() FileSort { return SortOf(r.Kind) }
