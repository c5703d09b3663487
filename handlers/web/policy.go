package web

import (
	"portico/portal"
	"portico/service"
)

// Policy says who may use a route. A route without one stops the program at start.
type Policy struct {
	kind       policyKind
	permission portal.Permission
	also       portal.Permissions // each as good as permission
	role       portal.Role
}

type policyKind uint8

const (
	policyNone policyKind = iota
	policyPublic
	policyHook   // for programs, which prove by themselves who they are: no session is looked up
	policyDoor   // signed in, perhaps not all the way
	policyAny    // signed in, in the office or a portal
	policyPortal // in a client's portal
	policyOwn    // in a client's portal, as oneself
	policyMay    // in a client's portal with a permission
	policyStaff
)

// Public is for everybody.
func Public() Policy { return Policy{kind: policyPublic} }

// Hook is for programs that sign what they send: cookies and sessions are none of theirs.
func Hook() Policy { return Policy{kind: policyHook} }

// Door is for people who have begun to sign in: second factor, new password, choice of account.
func Door() Policy { return Policy{kind: policyDoor} }

// SignedIn is for everybody who is signed in.
func SignedIn() Policy { return Policy{kind: policyAny} }

// Portal is for contacts, whatever they may do.
func Portal() Policy { return Policy{kind: policyPortal} }

// Own is for contacts themselves, never for staff who look at or act for them: sign-in settings and devices.
func Own() Policy { return Policy{kind: policyOwn} }

// May is for contacts with a permission.
func May(p portal.Permission) Policy { return Policy{kind: policyMay, permission: p} }

// MayAny is for contacts with at least one of some permissions.
func MayAny(p portal.Permission, also ...portal.Permission) Policy {
	return Policy{kind: policyMay, permission: p, also: portal.Set(also...)}
}

// Staff is for staff of at least a role.
func Staff(r portal.Role) Policy { return Policy{kind: policyStaff, role: r} }

// Set reports whether the route has a policy at all.
func (p Policy) Set() bool { return p.kind != policyNone }

// IsPublic reports whether nobody needs to be signed in.
func (p Policy) IsPublic() bool { return p.kind == policyPublic || p.kind == policyHook }

// Role is the least staff role, RoleNone on the client's side.
func (p Policy) Role() portal.Role { return p.role }

// Needs returns the permission a contact needs, if it is one.
func (p Policy) Needs() (portal.Permission, bool) { return p.permission, p.kind == policyMay }

// ForPortal reports whether the route is on the client's side.
func (p Policy) ForPortal() bool {
	return p.kind == policyPortal || p.kind == policyMay || p.kind == policyOwn
}

// IsOwn reports whether the route is for the person themself alone.
func (p Policy) IsOwn() bool { return p.kind == policyOwn }

// ForDoor reports whether the route is for people in the middle of signing in.
func (p Policy) ForDoor() bool { return p.kind == policyDoor }

// allow decides, before any record is looked for.
func (p Policy) allow(v *service.Visit) error {
	switch p.kind {
	case policyPublic, policyHook:
		return nil
	case policyDoor:
		if v.Place == service.Nowhere {
			return signIn()
		}
		return nil
	}
	if v.Place == service.Nowhere || v.Place == service.Door {
		return signIn()
	}
	switch p.kind {
	case policyAny:
		return nil
	case policyPortal:
		if v.Place == service.InPortal {
			return nil
		}
	case policyOwn:
		if v.Place == service.InPortal && v.Scope.Mode() == service.Own {
			return nil
		}
	case policyMay:
		if v.Place == service.InPortal && (v.Scope.May(p.permission) || v.Scope.Permissions()&p.also != 0) {
			return nil
		}
	case policyStaff:
		if v.Place == service.InOffice && v.Scope.Role() >= p.role {
			return nil
		}
	}
	return portal.Forbidden()
}

func signIn() error {
	return &portal.Error{Code: portal.CodeSignIn, Msg: portal.T("Please sign in.")}
}
