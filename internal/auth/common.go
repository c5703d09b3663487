package auth

import (
	"strings"
	"unicode"
)

// surprise says how much of a password is left when everything common is taken out: two points for each
// letter or sign that is neither part of a common word nor a repeat nor a run, one for a digit. So one short
// list refuses the thousands of common passwords that are made of its words with a year or a 123! behind
// them, among them those of 12 and more characters in the lists of the 3,000 most used (ASVS 6.2.4).
func surprise(typed string) (points int) {
	typed = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' || r == '_' || r == '.' {
			return -1
		}
		return r
	}, typed)
	letters := []rune(typed)
	common := make([]bool, len(letters))
	markWords(common, letters)
	markWords(common, []rune(unleet(typed)))
	markRepeats(common, letters)
	for i, r := range letters {
		switch {
		case common[i] || runs(letters[:i+1]):
		case unicode.IsDigit(r):
			points++
		default:
			points += 2
		}
	}
	return points
}

func markWords(common []bool, letters []rune) {
	for i := range letters {
		rest := string(letters[i:min(len(letters), i+25)])
		for _, w := range commonWords {
			if strings.HasPrefix(rest, w) {
				for j := range len(w) { // the words are ASCII
					common[i+j] = true
				}
			}
		}
	}
}

// markRepeats marks every block of one to six letters that has just been there.
func markRepeats(common []bool, s []rune) {
	for n := 1; n <= 6; n++ {
		for i := n; i+n <= len(s); i++ {
			if string(s[i:i+n]) == string(s[i-n:i]) {
				for j := range n {
					common[i+j] = true
				}
			}
		}
	}
}

// runs reports whether the last three letters stand side by side in an alphabet or on a keyboard, either way.
func runs(s []rune) bool {
	if len(s) < 3 {
		return false
	}
	a, b, c := s[len(s)-3], s[len(s)-2], s[len(s)-1]
	for _, row := range keyRows {
		if strings.Contains(row, string([]rune{a, b, c})) || strings.Contains(row, string([]rune{c, b, a})) {
			return true
		}
	}
	return false
}

var keyRows = []string{
	"abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiopü", "yxcvbnm",
	"azertyuiop", "qsdfghjklm", "wxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm",
	"q1w2e3r4t5y6u7i8o9p0", "!@#$%^&*()", "1a2b3c4d5e6f", "a1b2c3d4e5f6", "147258369", "159357", "963852741",
}

// commonWords are what the most used passwords are made of, in the sorts of lists that leaks have given.
var commonWords = strings.Fields(`
password passwort passwd pass word motdepasse contrasena senha secret secure security geheim
qwerty qwertz azerty qwe asd zxc wasd admin administrator root user guest login logon letmein letme access
welcome willkommen bienvenue hello hallo bonjour hola default changeme change temp test testing tester demo example sample
iloveyou ilove loveyou lovely love forever friends friend family mother father sister brother daddy mommy baby babygirl
princess prince queen king angel angels sweet honey sugar candy chocolate cookie banana orange apple cherry lemon
monkey dragon tiger lion bear horse puppy doggy kitty cat dog butterfly flower rose sunflower sunshine sunny moon star stars
summer winter spring autumn january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday today
football soccer baseball basketball hockey tennis golf liverpool chelsea arsenal barcelona juventus madrid yankees cowboys
superman batman spiderman pokemon naruto starwars matrix ninja master shadow killer hunter ranger warrior soldier
michael jennifer jessica jordan ashley nicole daniel thomas charlie george andrew robert matthew joshua anthony
samantha michelle amanda melissa hannah sophie william james john david maria anna martin peter alexander
freedom whatever trustno nothing everything internet computer laptop samsung iphone google facebook instagram youtube microsoft windows apple
america england london paris berlin germany france italia canada australia mexico texas california newyork
money dollar million rich boss company business office work portal portico client invoice
correcthorsebatterystaple tobeornottobe thequickbrownfox bluesky blue green black white yellow purple silver golden diamond
jesus christ heaven blessed church god lucky happy smile cool crazy hottie sexy fuckyou fuck bitch asshole
mustang ferrari porsche mercedes corvette harley yamaha toyota honda
peanut pepper ginger snoopy buster maggie bailey buddy scooter cooper tigger rocky
`)
