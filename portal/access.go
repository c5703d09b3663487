package portal

// Permission is one thing a contact may do in the portal (SPEC §2). The values are stored as bits:
// append, never reorder.
type Permission uint8

// The permissions, by module.
const (
	ViewInvoices Permission = iota
	Pay
	ViewPayments
	ViewStatement
	ViewEstimates
	AcceptEstimates
	ViewJobs
	RequestJobs
	ViewBookings
	BookAppointments
	ViewProperties
	AddProperties
	ViewContracts
	ViewEquipment
	ViewCertificates
	ViewDocuments
	UploadFiles
	SignForms
	RaiseRequests
	Chat
	EditProfile
	ManageUsers
	permissionCount
)

// Permissions is a set of permissions.
type Permissions uint64

// AllPermissions is the full set.
const AllPermissions Permissions = 1<<permissionCount - 1

// Set makes a set of single permissions.
func Set(ps ...Permission) (s Permissions) {
	for _, p := range ps {
		s |= 1 << p
	}
	return s
}

// Has reports whether p is in the set.
func (s Permissions) Has(p Permission) bool { return p < permissionCount && s&(1<<p) != 0 }

// With returns the set with p on or off.
func (s Permissions) With(p Permission, on bool) Permissions {
	if on {
		return s | 1<<p
	}
	return s &^ (1 << p)
}

// Module is a named group of permissions; switching a module switches its group.
type Module struct {
	Key         string // in forms and storage
	Name        string
	Permissions []Permission
}

// Modules are the groups in the order they are shown.
var Modules = []Module{
	{"invoices", "Invoices", []Permission{ViewInvoices, Pay}},
	{"payments", "Payments", []Permission{ViewPayments, ViewStatement}},
	{"estimates", "Estimates", []Permission{ViewEstimates, AcceptEstimates}},
	{"jobs", "Jobs", []Permission{ViewJobs, RequestJobs}},
	{"bookings", "Bookings", []Permission{ViewBookings, BookAppointments}},
	{"properties", "Properties", []Permission{ViewProperties, AddProperties}},
	{"contracts", "Contracts", []Permission{ViewContracts}},
	{"equipment", "Equipment", []Permission{ViewEquipment}},
	{"certificates", "Certificates", []Permission{ViewCertificates}},
	{"documents", "Documents", []Permission{ViewDocuments, UploadFiles, SignForms}},
	{"requests", "Requests", []Permission{RaiseRequests}},
	{"messages", "Messages", []Permission{Chat}},
	{"profile", "Profile", []Permission{EditProfile}},
	{"users", "Users", []Permission{ManageUsers}},
}

// Group returns the module's permissions as a set.
func (m Module) Group() Permissions { return Set(m.Permissions...) }

type permissionWord struct{ key, name, does string }

// permissionWords: form key, name, and what the invitation mail says a person can do with it.
var permissionWords = [permissionCount]permissionWord{
	ViewInvoices:     {"view-invoices", "View invoices", "see invoices and what is due"},
	Pay:              {"pay", "Pay", "pay invoices"},
	ViewPayments:     {"view-payments", "View payments", "see payments and receipts"},
	ViewStatement:    {"view-statement", "View statement", "see the account statement"},
	ViewEstimates:    {"view-estimates", "View estimates", "see estimates"},
	AcceptEstimates:  {"accept-estimates", "Accept estimates", "accept estimates"},
	ViewJobs:         {"view-jobs", "View jobs", "follow jobs as they happen, with photos"},
	RequestJobs:      {"request-jobs", "Request jobs", "request jobs"},
	ViewBookings:     {"view-bookings", "View bookings", "see upcoming visits"},
	BookAppointments: {"book-appointments", "Book appointments", "book appointments"},
	ViewProperties:   {"view-properties", "View properties", "see properties"},
	AddProperties:    {"add-properties", "Add properties", "add properties"},
	ViewContracts:    {"view-contracts", "View contracts", "see contracts"},
	ViewEquipment:    {"view-equipment", "View equipment", "see equipment and its service history"},
	ViewCertificates: {"view-certificates", "View certificates", "see certificates"},
	ViewDocuments:    {"view-documents", "View documents", "see documents"},
	UploadFiles:      {"upload-files", "Upload files", "send files"},
	SignForms:        {"sign-forms", "Sign forms", "sign forms"},
	RaiseRequests:    {"raise-requests", "Raise requests", "ask questions and raise requests"},
	Chat:             {"chat", "Chat", "chat with the office"},
	EditProfile:      {"edit-profile", "Edit own profile", "keep your own details up to date"},
	ManageUsers:      {"manage-users", "Manage users", "give colleagues access"},
}

// Key is the permission's name in forms.
func (p Permission) Key() string { return permissionWords[p].key }

// Name is the permission's name on screen.
func (p Permission) Name() string { return permissionWords[p].name }

// Does completes "In it you can …".
func (p Permission) Does() string { return permissionWords[p].does }

// ParsePermission finds a permission by its form key.
func ParsePermission(key string) (Permission, bool) {
	for p, w := range permissionWords {
		if w.key == key {
			return Permission(p), true
		}
	}
	return 0, false
}

// ParsePermissions reads the ticked boxes of a form; an unknown key is a fault.
func ParsePermissions(keys []string) (s Permissions, err error) {
	for _, k := range keys {
		p, ok := ParsePermission(k)
		if !ok {
			return 0, Invalid("There is no permission “%s”.", k)
		}
		s = s.With(p, true)
	}
	return s, nil
}

// Preset is a named starting set of permissions. Custom is any other set.
type Preset uint8

// The presets. The values are stored: append, never reorder.
const (
	PresetCustom Preset = iota
	PresetAdmin
	PresetAccounts
	PresetSite
	PresetViewOnly
)

// Presets are those a person can choose, in the order they are offered.
var Presets = []Preset{PresetAdmin, PresetAccounts, PresetSite, PresetViewOnly}

var presetWords = [...]struct{ key, name string }{
	{"custom", "Custom"}, {"admin", "Account admin"}, {"accounts", "Accounts"}, {"site", "Site"}, {"view", "View only"},
}

// Key is the preset's name in forms.
func (p Preset) Key() string { return presetWords[p].key }

// Name is the preset's name on screen.
func (p Preset) Name() string { return presetWords[p].name }

// ParsePreset finds a preset by its form key.
func ParsePreset(key string) (Preset, bool) {
	for p, w := range presetWords {
		if w.key == key {
			return Preset(p), true
		}
	}
	return 0, false
}

var presetSets = func() [5]Permissions {
	of := func(keys ...string) (s Permissions) {
		for _, m := range Modules {
			for _, k := range keys {
				if m.Key == k {
					s |= m.Group()
				}
			}
		}
		return s
	}
	return [5]Permissions{
		PresetAdmin:    AllPermissions,
		PresetAccounts: of("invoices", "payments", "estimates", "documents", "requests", "profile"),
		PresetSite:     of("jobs", "bookings", "properties", "equipment", "certificates", "requests", "messages", "profile"),
		PresetViewOnly: Set(ViewInvoices, ViewPayments, ViewStatement, ViewEstimates, ViewJobs, ViewBookings, ViewProperties,
			ViewContracts, ViewEquipment, ViewCertificates, ViewDocuments),
	}
}()

// Permissions returns what the preset allows; Custom allows nothing by itself.
func (p Preset) Permissions() Permissions { return presetSets[p] }

// PresetOf names a set of permissions. The paper clip doesn't turn a preset into Custom: it is a switch of its own.
func PresetOf(s Permissions) Preset {
	for _, p := range Presets {
		if presetSets[p].With(UploadFiles, false) == s.With(UploadFiles, false) {
			return p
		}
	}
	return PresetCustom
}

// Access is every switch that stands between a contact and a permission (SPEC §2).
type Access struct {
	PortalOn   bool        // 1: the portal is on for the whole business
	Business   Permissions // 2: on for everybody
	Client     Permissions // 3: modules on for that client
	Contact    Permissions // 4: the contact's own
	ContactOn  bool        // the cloud is green
	ClientGone bool        // the client or contact is archived
}

// Effective is the AND of all switches: what the contact may do right now.
func (a Access) Effective() Permissions {
	if !a.In() {
		return 0
	}
	return a.Business & a.Client & a.Contact
}

// In reports whether the contact may enter the portal at all.
func (a Access) In() bool { return a.PortalOn && a.ContactOn && !a.ClientGone }

// Grant limits what a manager of users gives to what they have themselves.
func Grant(want, own Permissions) (Permissions, error) {
	if want&^own != 0 {
		return 0, Invalid("You can give others only what you may do yourself.")
	}
	return want, nil
}

// LastAdmin reports whether taking `was` down to `will` leaves a client without an Account admin.
// admins counts the client's contacts, this one included, that are on and have every permission.
func LastAdmin(was, will Permissions, on bool, admins int) bool {
	wasAdmin := was.With(UploadFiles, true) == AllPermissions
	staysAdmin := on && will.With(UploadFiles, true) == AllPermissions
	return wasAdmin && !staysAdmin && admins <= 1
}
