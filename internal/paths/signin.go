package paths

// Sign-in: one door for everybody.

// Root leads to where the visitor belongs.
func Root() URL { return "/" }

// SignIn asks who is there.
func SignIn() URL { return "/sign-in" }

// SignInCode asks for the e-mailed code.
func SignInCode() URL { return "/sign-in/code" }

// SignInAgain sends another code.
func SignInAgain() URL { return "/sign-in/code/again" }

// SignInLink is the long link in the mail; opening it only asks for the confirming click.
func SignInLink(t string) URL { return token("/sign-in/link/", t) }

// SignInTOTP asks for the second factor.
func SignInTOTP() URL { return "/sign-in/totp" }

// SignInEnrol sets up a second factor that the Owner asks for.
func SignInEnrol() URL { return "/sign-in/enrol" }

// SignInAccount lets the person choose among their accounts.
func SignInAccount() URL { return "/sign-in/account" }

// SignInPassword asks for a password, where the business allows them.
func SignInPassword() URL { return "/sign-in/password" }

// SignInPasswordChange replaces a password that somebody else made.
func SignInPasswordChange() URL { return "/sign-in/password/change" }

// SignInPasskeyBegin starts a passkey sign-in.
func SignInPasskeyBegin() URL { return "/sign-in/passkey/begin" }

// SignInPasskeyFinish ends it.
func SignInPasskeyFinish() URL { return "/sign-in/passkey/finish" }

// SignInHelp says what to do when signing in does not work.
func SignInHelp() URL { return "/sign-in/help" }

// SignOut ends the session.
func SignOut() URL { return "/sign-out" }

// Invitation is the link of an invitation mail.
func Invitation(t string) URL { return token("/invitation/", t) }

// InvitationAgain asks for a fresh invitation after one expired.
func InvitationAgain(t string) URL { return token("/invitation/", t) + "/again" }

// Register is the link of a self-registration mail.
func Register(t string) URL { return token("/register/", t) }

// RegisterCode proves the e-mail address of a self-registration.
func RegisterCode(t string) URL { return token("/register/", t) + "/code" }

// SetUp is the one-time link that makes the business and the first Owner.
func SetUp(t string) URL { return token("/set-up/", t) }

// OwnerLink is the one-time sign-in link printed in the terminal.
func OwnerLink(t string) URL { return token("/owner-link/", t) }

// SignInEnrolBegin makes the secret of the authenticator that is asked for.
func SignInEnrolBegin() URL { return "/sign-in/enrol/begin" }

// SignInEnrolQR is its QR code.
func SignInEnrolQR() URL { return "/sign-in/enrol/qr.svg" }

// RegisterAgain sends another code to somebody who registers.
func RegisterAgain(t string) URL { return token("/register/", t) + "/code/again" }
