package paths

import (
	"strconv"

	"portico/portal"
)

// DocLink is the link of a mail to its document.
func DocLink(t string) URL { return token("/d/", t) }

// DocLinkPDF is that document as a PDF.
func DocLinkPDF(t string) URL { return token("/d/", t) + "/pdf" }

// DocLinkViewed is where the page behind a document link reports that somebody looked.
func DocLinkViewed(t string) URL { return token("/d/", t) + "/viewed" }

// SignInFor asks who is there and then leads to a page.
func SignInFor(next URL) URL { return SignIn().With("next", string(next)) }

// OfficeLinkRevoke ends one document link of the document whose page it is; GET asks first.
func OfficeLinkRevoke(page URL, l portal.LinkID) URL {
	return page + URL("/links/"+strconv.FormatUint(uint64(l), 10)+"/revoke")
}

// OfficeLinksRevoke ends every document link of it; GET asks first.
func OfficeLinksRevoke(page URL) URL { return page + "/links/revoke" }
